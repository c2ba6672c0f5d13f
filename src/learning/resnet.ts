// Gradients are registered by name: without this import a bundler drops them.
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import * as tf from "@tensorflow/tfjs-core";
import type { Architecture } from "./architecture.ts";
import { blockPlans } from "./architecture.ts";
import { type BatchStatistics, normaliseBatch, normaliseRunning } from "./batch-norm.ts";
import { type Parameters, parameter } from "./parameters.ts";
import { relu } from "./relu.ts";
import { convolveAndNormalise, type LayerPass, residualBlock } from "./residual-block.ts";

/** What the head makes of the last stage's activations. */
export interface HeadResult {
  /** `[batch, features]`: the activations' mean over the map, also called the embedding of the cell. */
  readonly features: tf.Tensor2D;
  /** `[batch, classes]`. */
  readonly logits: tf.Tensor2D;
}

export interface ForwardResult extends HeadResult {
  /** Activations of the last stage after its rectifier, `[batch, side, side, features]`. */
  readonly lastMap: tf.Tensor4D;
  /** By the normalisation's name (`bn1`, `layer1.0.bn1` ...); empty unless training. Kept: the caller disposes them. */
  readonly statistics: ReadonlyMap<string, BatchStatistics>;
}

/** The part behind the last convolution: global average pooling and the linear head. Call it in a scope. */
export function applyHead(parameters: Parameters, lastMap: tf.Tensor4D): HeadResult {
  const features = tf.mean<tf.Tensor2D>(lastMap, [1, 2]); // [batch, features]
  const products = tf.matMul(features, parameter(parameters, "fc.weight") as tf.Tensor2D);
  return { features, logits: tf.add<tf.Tensor2D>(products, parameter(parameters, "fc.bias")) };
}

/**
 * One pass through the network; pure but for the statistics it hands out. Call it in a scope, or dispose all of the result.
 * @param input `[batch, size, size, channels]`, 0..1.
 * @param training normalise by the batch's statistics instead of the running ones.
 */
export function forward(
  architecture: Architecture,
  parameters: Parameters,
  input: tf.Tensor4D,
  training: boolean,
): ForwardResult {
  const statistics = new Map<string, BatchStatistics>();
  const vector = (name: string) => parameter(parameters, name) as tf.Tensor1D;
  const pass: LayerPass = {
    weight: (name) => parameter(parameters, name),
    normalise: (x, name) => {
      const scale = vector(`${name}.weight`);
      const shift = vector(`${name}.bias`);
      if (!training) {
        const running = { mean: vector(`${name}.running_mean`), variance: vector(`${name}.running_var`) };
        return normaliseRunning(x, scale, shift, running);
      }
      const result = normaliseBatch(x, scale, shift);
      statistics.set(name, result.statistics);
      return result.normalised;
    },
  };
  const { stem, block } = architecture;
  const layers = tf.tidy(() => {
    let x = relu(convolveAndNormalise(pass, input, "conv1", "bn1", stem.stride)); // [batch, size / stride, .., width]
    // Padding with -infinity or with 0 is the same after a rectifier.
    if (stem.maxPool) x = tf.maxPool(x, 3, 2, 1); // [batch, size / 4, .., width]
    for (const plan of blockPlans(architecture)) x = residualBlock(pass, x, plan, block);
    return { lastMap: x, ...applyHead(parameters, x) };
  });
  return { ...layers, statistics };
}
