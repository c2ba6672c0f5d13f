import * as tf from "@tensorflow/tfjs-core";
import { type Architecture, architectureFor, parameterTable } from "../../../../src/learning/network/architecture.ts";
import { initialise } from "../../../../src/learning/network/initialise.ts";
import { type Parameters, uploadParameters } from "../../../../src/learning/network/parameters.ts";
import { forward } from "../../../../src/learning/network/resnet.ts";
import { randomStream } from "../../../../src/learning/random.ts";

const torchStem = { kernel: 7, stride: 2, maxPool: true } as const;

/** Networks with every kind of layer, and with sides that are not multiples of a tile. */
export const inferenceNetworks: readonly [string, Architecture, { batch: number; inputSize: number }][] = [
  ["tiny", architectureFor("tiny", 4, 5), { batch: 3, inputSize: 21 }],
  [
    "basic with torchvision's stem",
    { stem: torchStem, block: "basic", width: 8, stages: [1, 1], channels: 4, classes: 3 },
    { batch: 2, inputSize: 33 },
  ],
  [
    "bottleneck",
    { stem: torchStem, block: "bottleneck", width: 12, stages: [1, 1], channels: 4, classes: 3 },
    { batch: 3, inputSize: 38 },
  ],
  [
    "bottleneck with Keras's strides",
    { stem: torchStem, block: "bottleneck", strideIn: "first", width: 4, stages: [1, 1], channels: 4, classes: 3 },
    { batch: 2, inputSize: 30 },
  ],
];

/** Weights like those after training: no normalisation is the identity, and logits are a few units large. */
export function trainedParameters(architecture: Architecture): Parameters {
  const random = randomStream("trained");
  const spread = (values: Float32Array, from: number, to: number) =>
    values.map(() => from + random() * (to - from)) as Float32Array;
  const named = [...initialise(architecture, 3, new Array(architecture.classes).fill(0.3))].map(([name, tensor]) => {
    const { values } = tensor;
    const changed = name.endsWith("running_var")
      ? spread(values, 0.5, 1.5)
      : name.endsWith("running_mean") || /bn\d\.bias|downsample\.1\.bias/.test(name)
        ? spread(values, -0.3, 0.3)
        : /bn\d\.weight|downsample\.1\.weight/.test(name)
          ? spread(values, 0.6, 1.1)
          : name === "fc.weight"
            ? spread(values, -1, 1)
            : values;
    return [name, { ...tensor, values: changed }] as const;
  });
  return uploadParameters(new Map(named), parameterTable(architecture));
}

/** A noise input, and its logits from the trained network. */
export async function expectedLogits(
  architecture: Architecture,
  parameters: Parameters,
  { batch, inputSize }: { batch: number; inputSize: number },
): Promise<{ input: tf.Tensor4D; expected: Float32Array }> {
  const noise = Float32Array.from({ length: batch * inputSize * inputSize * 4 }, randomStream("input"));
  const input = tf.tensor4d(noise, [batch, inputSize, inputSize, 4]);
  const logits = tf.tidy(() => forward(architecture, parameters, input, false).logits);
  const expected = (await logits.data<"float32">()) as Float32Array;
  logits.dispose();
  return { input, expected };
}
