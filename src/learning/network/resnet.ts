// Gradients are registered by name: without this import a bundler drops them.
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import * as tf from "@tensorflow/tfjs-core";
import type { Architecture, BlockPlan } from "./architecture.ts";
import { blockPlans } from "./architecture.ts";
import { type BatchStatistics, normaliseBatch, normaliseRunning } from "./batch-norm.ts";
import { type Parameters, parameter } from "./parameters.ts";
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
  return applyLinearHead(parameters, tf.mean<tf.Tensor2D>(lastMap, [1, 2])); // [batch, features]
}

/** The linear head alone, on `[batch, features]`. Call it in a scope. */
export function applyLinearHead(parameters: Parameters, features: tf.Tensor2D): HeadResult {
  const products = tf.matMul(features, parameter(parameters, "fc.weight") as tf.Tensor2D);
  return { features, logits: tf.add<tf.Tensor2D>(products, parameter(parameters, "fc.bias")) };
}

/** What a training pass leaves as it is. */
export interface FrozenLayers {
  /** The stem and this many stages are frozen, and the tape keeps nothing of them; null when the stem is learnt too. */
  readonly stages: number | null;
  /** Normalise by the running statistics in a training pass too. */
  readonly batchNorm: boolean;
}

/** Runs layers that nothing is learnt in as one operation, so that what they compute on the way is freed at once. */
function offTape(x: tf.Tensor4D, layers: () => tf.Tensor4D): tf.Tensor4D {
  const run = tf.customGrad(() => ({
    value: layers(),
    // Asked for by no one: nothing before these layers is learnt either.
    gradFunc: () => tf.zeros(x.shape),
  }));
  return run(x) as tf.Tensor4D;
}

/**
 * One pass through the network; pure but for the statistics it hands out. Call it in a scope, or dispose all of the result.
 * @param input `[batch, size, size, channels]`, 0..1.
 * @param training normalise by the batch's statistics instead of the running ones.
 * @param frozen counts in a training pass alone.
 */
export function forward(
  architecture: Architecture,
  parameters: Parameters,
  input: tf.Tensor4D,
  training: boolean,
  frozen: FrozenLayers = { stages: null, batchNorm: false },
): ForwardResult {
  const statistics = new Map<string, BatchStatistics>();
  const vector = (name: string) => parameter(parameters, name) as tf.Tensor1D;
  const pass: LayerPass = {
    weight: (name) => parameter(parameters, name),
    normalise: (x, name, after) => {
      const scale = vector(`${name}.weight`);
      const shift = vector(`${name}.bias`);
      if (!training || frozen.batchNorm) {
        const running = { mean: vector(`${name}.running_mean`), variance: vector(`${name}.running_var`) };
        return normaliseRunning(x, scale, shift, running, after);
      }
      const result = normaliseBatch(x, scale, shift, after);
      statistics.set(name, result.statistics);
      return result.normalised;
    },
  };
  const { stem, block } = architecture;
  const layers = tf.tidy(() => {
    const first = () => {
      const rectified = { rectifies: true };
      const x = convolveAndNormalise(pass, input, "conv1", "bn1", stem.stride, rectified, "filter"); // [batch, size / stride, .., width]
      // Padding with -infinity or with 0 is the same after a rectifier.
      return stem.maxPool ? tf.maxPool(x, 3, 2, 1) : x; // [batch, size / 4, .., width]
    };
    const plans = blockPlans(architecture);
    const through = (x: tf.Tensor4D, stages: readonly BlockPlan[]) =>
      stages.reduce((value, plan) => residualBlock(pass, value, plan, block), x);
    const { stages } = frozen;
    let x: tf.Tensor4D;
    if (!training || stages === null) x = through(first(), plans);
    else {
      const still = plans.filter(({ stage }) => stage <= stages);
      x = through(
        offTape(input, () => through(first(), still)),
        plans.slice(still.length),
      );
    }
    return { lastMap: x, ...applyHead(parameters, x) };
  });
  return { ...layers, statistics };
}
