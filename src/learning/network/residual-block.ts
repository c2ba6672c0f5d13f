import * as tf from "@tensorflow/tfjs-core";
import type { Architecture, BlockPlan } from "./architecture.ts";
import type { AfterNorm } from "./batch-norm.ts";
import { convolve } from "./convolve.ts";

/** What a layer needs from its pass: the weights, and the normalisation for training or for prediction. */
export interface LayerPass {
  readonly weight: (name: string) => tf.Tensor;
  readonly normalise: (x: tf.Tensor4D, name: string, after: AfterNorm) => tf.Tensor4D;
}

/**
 * Convolves with torch's padding and then normalises. The scope frees every tensor that neither the result nor the
 * gradient needs. `[batch, height, width, in]` -> `[batch, height / stride, width / stride, out]`.
 */
export function convolveAndNormalise(
  pass: LayerPass,
  x: tf.Tensor4D,
  convolution: string,
  normalisation: string,
  stride: 1 | 2,
  after: AfterNorm = {},
  learns: "filter" | "both" = "both",
): tf.Tensor4D {
  return tf.tidy(() => {
    const weight = pass.weight(`${convolution}.weight`) as tf.Tensor4D; // [kernel, kernel, in, out]
    const convolved = convolve(x, weight, stride, (weight.shape[0] - 1) / 2, learns);
    return pass.normalise(convolved, normalisation, after);
  });
}

/**
 * A basic or bottleneck block (He et al. 2016, figure 5). In a bottleneck the stride is in the 3 x 3 convolution, as
 * in torchvision's "v1.5", or in the first convolution, as in Keras.
 * `[batch, height, width, plan.input]` -> `[batch, height / stride, width / stride, plan.output]`.
 */
export function residualBlock(
  pass: LayerPass,
  x: tf.Tensor4D,
  plan: BlockPlan,
  block: Architecture["block"],
): tf.Tensor4D {
  return tf.tidy(() => {
    const layer = (input: tf.Tensor4D, index: number, stride: 1 | 2, after: AfterNorm = { rectifies: true }) =>
      convolveAndNormalise(pass, input, `${plan.name}.conv${index}`, `${plan.name}.bn${index}`, stride, after);
    const strideOf = (index: number) => (index === plan.stridedConvolution ? plan.stride : 1);
    const shortcut = plan.projects
      ? convolveAndNormalise(pass, x, `${plan.name}.downsample.0`, `${plan.name}.downsample.1`, plan.stride)
      : x;
    const last = { addend: shortcut, rectifies: true };
    return block === "basic"
      ? layer(layer(x, 1, plan.stride), 2, 1, last)
      : layer(layer(layer(x, 1, strideOf(1)), 2, strideOf(2)), 3, 1, last);
  });
}
