import * as tf from "@tensorflow/tfjs-core";
import { File, ready } from "h5wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NamedTensors } from "../../../../src/domain/training/checkpoint.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { architectureFor, parameterTable } from "../../../../src/learning/network/architecture.ts";
import { disposeParameters, uploadParameters } from "../../../../src/learning/network/parameters.ts";
import { forward } from "../../../../src/learning/network/resnet.ts";
import { convertKeras, kerasNormalisation } from "../../../../src/learning/weights/convert-keras.ts";
import { prepareWeights } from "../../../../src/pipeline/models/import-weights.ts";
import { readKerasFile } from "../../../../src/pipeline/models/read-keras-file.ts";
import golden from "../../../golden/learning-keras.json" with { type: "json" };
import { kerasInput, kerasWeights } from "../../learning/keras-golden.ts";
import { relativeError } from "../../learning/torchvision-golden.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

/**
 * Writes an .h5 file like Keras does. The paths of weights are `layer/layer/part:0`. In the file of a whole model they
 * are below `root`.
 */
async function writeKerasFile(arrays: NamedTensors, root = ""): Promise<Uint8Array> {
  const { FS } = await ready;
  const file = new File("made.h5", "w");
  for (const [name, { shape, values }] of arrays) {
    const [layer = "", part = ""] = name.split("/");
    const path = [...(root === "" ? [] : [root]), layer, layer];
    path.forEach((_, depth) => {
      const here = path.slice(0, depth + 1).join("/");
      if (file.get(here) === null) file.create_group(here);
    });
    file.create_dataset({ name: `${path.join("/")}/${part}:0`, data: values, shape: [...shape] });
  }
  file.close();
  const bytes = FS.readFile("made.h5");
  FS.unlink("made.h5");
  return bytes;
}

const weights = kerasWeights();
const changed = (change: (arrays: Map<string, { shape: readonly number[]; values: Float32Array }>) => void) => {
  const arrays = new Map(weights);
  change(arrays);
  return arrays;
};

describe("Keras' ResNet50", { timeout: 240_000 }, () => {
  it("has the same logits as in Keras after it is read from an .h5 file", async () => {
    const arrays = await readKerasFile(await writeKerasFile(weights), "resnet50.h5");
    expect(arrays.size).toBe(weights.size);
    const { tensors, backbone, ignored } = convertKeras(arrays, "resnet50.h5");
    expect({ backbone, ignored }).toEqual({ backbone: "resnet50v1", ignored: 0 });
    const { batch, size, classes, logits } = golden;
    const architecture = architectureFor("resnet50v1", 3, classes);
    const parameters = uploadParameters(tensors, parameterTable(architecture));
    // The network under test takes the channels as red, green, blue.
    const bgr = tf.tensor4d(kerasInput(), [batch, size, size, 3]);
    const result = forward(architecture, parameters, tf.reverse(bgr, [3]), false);
    const error = relativeError(await result.logits.data(), logits);
    console.log(`Keras' ResNet50 on cpu: logits ${error.toExponential(1)}`);
    expect(error).toBeLessThan(1e-4);
    disposeParameters(parameters);
    tf.dispose([bgr, result.logits, result.features, result.lastMap]);
  });

  it("is found in the file of a whole model, and its stem is widened for crops", async () => {
    const few = [...weights].filter(([name]) => !name.startsWith("predictions"));
    const { tensors, ...told } = await prepareWeights(await writeKerasFile(new Map(few), "model_weights"), "model.h5");
    expect(told).toEqual({ backbone: "resnet50v1", format: "keras", stem: "widened", head: null, ignored: 0 });
    const [first = Number.NaN] = tensors.get("conv1.weight")?.values ?? [];
    // This is the first weight of red. In Keras red is the last of blue, green, red, with values 0..255.
    const red = weights.get("conv1_conv/kernel")!.values[2 * 64]! / kerasNormalisation.deviation[0]!;
    expect(first / (0.75 * red)).toBeCloseTo(1, 5);
  });

  it.each<[string, NamedTensors, RegExp]>([
    [
      "a missing array",
      changed((arrays) => arrays.delete("conv3_block2_1_conv/bias")),
      /array conv3_block2_1_conv\/bias of Keras' ResNet50 should be 128 but is missing/,
    ],
    [
      "ResNet50V2",
      changed((arrays) => arrays.set("conv2_block1_preact_bn/gamma", { shape: [64], values: new Float32Array(64) })),
      /conv2_block1_preact_bn\/gamma has no place in Keras' ResNet50/,
    ],
    [
      "another network",
      new Map([["dense_1/kernel", { shape: [1], values: new Float32Array(1) }]]),
      /conv1_conv\/kernel .* is missing/,
    ],
  ])("refuses %s and names the array", (_, arrays, message) => {
    expect(() => convertKeras(arrays, "model.h5")).toThrow(
      expect.objectContaining({ name: "ModelMismatch", message: expect.stringMatching(message) }),
    );
  });

  it("refuses a file that is cut off", async () => {
    const small = new Map([["conv1_conv/bias", weights.get("conv1_conv/bias")!]]);
    const bytes = await writeKerasFile(small);
    await expect(readKerasFile(bytes.subarray(0, 900), "half.h5")).rejects.toThrow(
      /^half\.h5\nThe file is no HDF5 file, or a damaged/,
    );
  });
});
