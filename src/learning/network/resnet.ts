// tfjs registers gradients by name, so a bundler would drop them without this import.
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import * as tf from "@tensorflow/tfjs-core";
import type { Architecture, BlockPlan } from "./architecture.ts";
import { blockPlans } from "./architecture.ts";
import { type BatchStatistics, normaliseBatch, normaliseRunning } from "./batch-norm.ts";
import { type Parameters, parameter } from "./parameters.ts";
import { convolveAndNormalise, type LayerPass, residualBlock } from "./residual-block.ts";

/** The results of the head. */
export interface HeadResult {
  /** `[batch, features]`, the mean of the last activations over the map. This is the embedding of the cell. */
  readonly features: tf.Tensor2D;
  /** `[batch, classes]`. */
  readonly logits: tf.Tensor2D;
}

export interface ForwardResult extends HeadResult {
  /** Activations of the last stage after its rectifier, `[batch, side, side, features]`. */
  readonly lastMap: tf.Tensor4D;
  /**
   * Batch statistics by the name of the normalisation (`bn1`, `layer1.0.bn1` ...). Empty unless training. The
   * tensors are kept, so the caller must dispose them.
   */
  readonly statistics: ReadonlyMap<string, BatchStatistics>;
}

/** The part after the last convolution: global average pooling and the linear head. Call it in a `tf.tidy` scope. */
export function applyHead(parameters: Parameters, lastMap: tf.Tensor4D): HeadResult {
  return applyLinearHead(parameters, tf.mean<tf.Tensor2D>(lastMap, [1, 2])); // [batch, features]
}

/** The linear head alone, on `[batch, features]`. Call it in a `tf.tidy` scope. */
export function applyLinearHead(parameters: Parameters, features: tf.Tensor2D): HeadResult {
  const products = tf.matMul(features, parameter(parameters, "fc.weight") as tf.Tensor2D); // [batch, classes]
  return { features, logits: tf.add<tf.Tensor2D>(products, parameter(parameters, "fc.bias")) };
}

/** The parts of the network that training does not change. */
export interface FrozenLayers {
  /**
   * The stem and this many stages are frozen, and the tape saves nothing for them. null means that the stem is
   * learnt too.
   */
  readonly stages: number | null;
  /** True if a training pass also normalises by the running statistics. */
  readonly batchNorm: boolean;
}

/** Runs frozen layers as one operation, so that their intermediate tensors are freed at once. */
function offTape(x: tf.Tensor4D, layers: () => tf.Tensor4D): tf.Tensor4D {
  const run = tf.customGrad(() => ({
    value: layers(),
    // Nobody uses this gradient, because nothing before these layers is learnt.
    gradFunc: () => tf.zeros(x.shape),
  }));
  return run(x) as tf.Tensor4D;
}

/**
 * Runs the network once. Changes nothing; a training pass also returns the batch statistics. Call it in a `tf.tidy`
 * scope, or dispose the whole result. The statistics have to be disposed in both cases.
 * @param input `[batch, size, size, channels]`, 0..1
 * @param training true to normalise by the statistics of the batch instead of the running statistics
 * @param frozen only used in a training pass
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
      // [batch, size / stride, size / stride, width]
      const x = convolveAndNormalise(pass, input, "conv1", "bn1", stem.stride, rectified, "filter");
      // After a rectifier, padding with 0 gives the same result as padding with -infinity.
      return stem.maxPool ? tf.maxPool(x, 3, 2, 1) : x; // [batch, size / 4, size / 4, width]
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
