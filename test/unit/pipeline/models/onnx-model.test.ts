import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import * as ort from "onnxruntime-web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NamedTensors } from "../../../../src/domain/training/checkpoint.ts";
import { encodeOnnx } from "../../../../src/export/onnx.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { type Architecture, architectureFor, parameterTable } from "../../../../src/learning/network/architecture.ts";
import { disposeParameters, uploadParameters } from "../../../../src/learning/network/parameters.ts";
import { forward } from "../../../../src/learning/network/resnet.ts";
import { encodeModel } from "../../../../src/pipeline/models/model-file.ts";
import { encodeOnnxModel, inferenceGraph } from "../../../../src/pipeline/models/onnx-model.ts";
import golden from "../../../golden/learning-torchvision.json" with { type: "json" };
import { toChannelsFirst } from "../../learning/nchw.ts";
import { chirpInput, chirpTensors, relativeError } from "../../learning/torchvision-golden.ts";
import { makeModel } from "../make-model.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

/** The folder for exported files that `test/golden/check-model-exports.py` reads. It is not set in an ordinary run. */
const folder = process.env["CYTOTOPE_EXPORTS"];

async function runOnnx(bytes: Uint8Array, values: Float32Array, batch: number, channels: number, size: number) {
  const session = await ort.InferenceSession.create(bytes);
  const crops = new ort.Tensor("float32", toChannelsFirst(values, batch, size, channels), [
    batch,
    channels,
    size,
    size,
  ]);
  const { logits, probabilities } = await session.run({ crops });
  const result = {
    shape: logits?.dims,
    logits: logits?.data as Float32Array,
    probabilities: probabilities?.data as Float32Array,
  };
  await session.release();
  return result;
}

async function ownLogits(architecture: Architecture, tensors: NamedTensors, size: number) {
  const { channels } = architecture;
  const parameters = uploadParameters(tensors, parameterTable(architecture));
  const input = tf.tensor4d(chirpInput(2, size, channels), [2, size, size, channels]);
  const { logits, features, lastMap } = forward(architecture, parameters, input, false);
  const values = await logits.data<"float32">();
  disposeParameters(parameters);
  tf.dispose([input, logits, features, lastMap]);
  return values;
}

describe("an exported ONNX model in onnxruntime", { timeout: 240_000 }, () => {
  it.each(folder === undefined ? (["resnet18"] as const) : (["resnet18", "resnet34", "resnet50"] as const))(
    "%s has torchvision's logits",
    async (backbone) => {
      const { channels, classes, batch, size, inference } = golden[backbone];
      const model = makeModel(backbone, channels, classes, size);
      const bytes = new Uint8Array(await encodeOnnxModel(model).arrayBuffer());
      const { shape, logits, probabilities } = await runOnnx(
        bytes,
        chirpInput(batch, size, channels),
        batch,
        channels,
        size,
      );
      expect(shape).toEqual([batch, classes]);
      const error = relativeError(logits, inference);
      console.log(`${backbone} in onnxruntime: logits ${error.toExponential(1)} from torchvision's`);
      expect(error).toBeLessThan(1e-4);
      expect(
        relativeError(
          probabilities,
          inference.map((logit) => 1 / (1 + Math.exp(-logit))),
        ),
      ).toBeLessThan(1e-4);
      if (folder === undefined) return;
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, `${backbone}.safetensors`), encodeModel(model));
      await writeFile(path.join(folder, `${backbone}.onnx`), bytes);
      await writeFile(
        path.join(folder, `${backbone}.json`),
        JSON.stringify({ batch, size, channels, classes, logits: [...logits] }),
      );
    },
  );

  // The networks are narrow, but they have the names, strides and blocks of the full networks.
  it.each([
    ["tiny", 20],
    ["resnet34", 40],
    ["resnet50", 33],
    ["resnet50v1", 33],
  ] as const)("a narrow %s has the logits that the page computes, for any batch", async (backbone, size) => {
    const architecture = { ...architectureFor(backbone, 4, 5), width: 8 };
    const tensors = chirpTensors(architecture);
    const expected = await ownLogits(architecture, tensors, size);
    const graph = inferenceGraph(architecture, size, tensors);
    const bytes = new Uint8Array(await encodeOnnx(graph, {}, { name: "test", version: "0" }).arrayBuffer());
    const values = chirpInput(2, size, 4);
    const both = await runOnnx(bytes, values, 2, 4, size);
    expect(relativeError(both.logits, expected)).toBeLessThan(1e-4);
    const one = await runOnnx(bytes, values.slice(0, values.length / 2), 1, 4, size);
    expect(one.shape).toEqual([1, 5]);
    expect(relativeError(one.logits, expected.slice(0, 5))).toBeLessThan(1e-4);
  });

  it("names the first missing tensor", () => {
    const model = makeModel("tiny", 4, 3, 20);
    const tensors = new Map([...model.tensors].filter(([name]) => name !== "layer2.0.bn1.bias"));
    expect(() => encodeOnnxModel({ ...model, tensors })).toThrow(
      /tensor layer2\.0\.bn1\.bias should be 16 but is missing/,
    );
  });

  it("contains the manifest", async () => {
    const model = makeModel("tiny", 4, 3, 20);
    const text = await encodeOnnxModel(model).text();
    expect(text).toContain(JSON.stringify(model.manifest));
  });
});
