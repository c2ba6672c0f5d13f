import * as tf from "@tensorflow/tfjs-core";
import { type Architecture, blockPlans } from "../network/architecture.ts";
import type { Parameters } from "../network/parameters.ts";
import { applyHead, type HeadResult } from "../network/resnet.ts";
import { disposeFolded, type FoldedConvolution, foldNetwork } from "./fold-network.ts";

/** A trained network that only predicts. */
export interface InferenceNetwork {
  /**
   * Computes features and logits of `[batch, size, size, channels]`, 0..1. Call it in a `tf.tidy` scope, or dispose
   * both results.
   */
  readonly infer: (input: tf.Tensor4D) => HeadResult;
  readonly dispose: () => void;
}

function convolve(
  x: tf.Tensor4D,
  { filter, bias }: FoldedConvolution,
  stride: 1 | 2,
  activation: "relu" | "linear",
): tf.Tensor4D {
  const pad = filter.shape[0] === 1 ? "valid" : (filter.shape[0] - 1) / 2;
  // On the processor our own kernel for "Conv2D" is many times as fast as tfjs's fused convolution.
  if (tf.getBackend() !== "cpu") return tf.fused.conv2d({ x, filter, strides: stride, pad, bias, activation });
  const sum = tf.add<tf.Tensor4D>(tf.conv2d(x, filter, stride, pad), bias);
  return activation === "relu" ? tf.relu(sum) : sum;
}

/**
 * Opens the network with the normalisation folded into the convolutions, in 32 bits, on any backend. Do not dispose
 * `parameters` before the network, because the network uses the head's parameters.
 */
export function openFoldedNetwork(architecture: Architecture, parameters: Parameters): InferenceNetwork {
  const folded = foldNetwork(architecture, parameters);
  const plans = blockPlans(architecture);
  const layer = (name: string) => folded.get(name)!;
  const basic = architecture.block === "basic";

  function block(x: tf.Tensor4D, { name, stride, stridedConvolution, projects }: (typeof plans)[number]): tf.Tensor4D {
    return tf.tidy(() => {
      const strideOf = (index: number) => (index === stridedConvolution ? stride : 1);
      const inner = convolve(x, layer(`${name}.conv1`), strideOf(1), "relu");
      const residual = basic
        ? convolve(inner, layer(`${name}.conv2`), 1, "linear")
        : convolve(convolve(inner, layer(`${name}.conv2`), strideOf(2), "relu"), layer(`${name}.conv3`), 1, "linear");
      const shortcut = projects ? convolve(x, layer(`${name}.downsample.0`), stride, "linear") : x;
      return tf.relu(tf.add<tf.Tensor4D>(residual, shortcut));
    });
  }

  return {
    infer: (input) =>
      tf.tidy(() => {
        let x = convolve(input, layer("conv1"), architecture.stem.stride, "relu");
        if (architecture.stem.maxPool) x = tf.maxPool(x, 3, 2, 1);
        for (const plan of plans) x = block(x, plan);
        return { ...applyHead(parameters, x) };
      }),
    dispose: () => disposeFolded(folded),
  };
}
