import * as tf from "@tensorflow/tfjs-core";
import { batchNormKernels, runBatchNorm, runBatchNormGradient } from "../kernels/batch-norm-kernels.ts";
import { blendKernel, hasOwnKernel, runOwnKernel } from "../kernels/own-kernels.ts";
import { normalisationEpsilon as epsilon } from "./architecture.ts";
import { relu } from "./relu.ts";

/**
 * Batch normalisation over `[batch, height, width, channels]` (Ioffe and Szegedy 2015) with torch's conventions: the
 * biased variance normalises the batch, the running variance averages the unbiased variance, momentum is 0.1 and
 * epsilon is 1e-5.
 *
 * The gradient is written out here instead of derived by tfjs's tape. With x̂ = (x - mean) / deviation and m values
 * per channel:
 *
 *   d shift = Σ dy,   d scale = Σ dy x̂,   dx = scale / deviation · (dy - d shift / m - x̂ d scale / m)
 *
 * The gradient written out keeps only x, while the tape would keep every intermediate tensor. Our own kernels need
 * one pass for the sums and one pass for the rest, and they include the addend and the rectifier that follow.
 * Without our kernels, one call of the backend's normalisation kernel with other coefficients computes the terms in
 * x.
 */

/** Weight of the newest batch in the running statistics. */
const momentum = 0.1;
/**
 * After this many batches the running statistics no longer depend on their arbitrary start values. Running
 * statistics that come with initial weights count as if they had seen this many batches.
 */
export const settledBatches = 1 / momentum;

/**
 * Mean and unbiased variance of one batch, `[channels]` each. Both tensors are kept, so the receiver must dispose
 * them.
 */
export interface BatchStatistics {
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
}

/** Operations that follow a normalisation: first an addend (the shortcut of a block), then a rectifier. */
export interface AfterNorm {
  readonly addend?: tf.Tensor4D;
  readonly rectifies?: boolean;
}

/** Adds and rectifies with tfjs's operations. */
function applyAfter(x: tf.Tensor4D, { addend, rectifies }: AfterNorm): tf.Tensor4D {
  const sum = addend === undefined ? x : tf.add<tf.Tensor4D>(x, addend);
  return rectifies ? relu(sum) : sum;
}

/**
 * Mean over all axes but the last. Pooling averages the rows and then the images, and a matrix product averages the
 * batch. tfjs would have to transpose the tensor to sum a column; pooling needs no transposition. Over eight images
 * on a software adapter, pooling took 3 to 17 ms and the sum took 14 to 290 ms. There was no gain at 7 x 7 px, and
 * the gain was largest at 56 x 56 px. Pooling adds in a fixed order, so a run is repeatable. A matrix product split
 * over its inner axis adds atomically, so it would not be repeatable.
 */
function meanPerChannel(x: tf.Tensor4D): tf.Tensor1D {
  const [batch, height, width, channels] = x.shape;
  const rows = tf.avgPool(x, [1, width], [1, width], "valid"); // [batch, height, 1, channels]
  const images = tf.avgPool(rows, [height, 1], [height, 1], "valid"); // [batch, 1, 1, channels]
  const mean = tf.matMul(tf.fill([1, batch], 1 / batch), tf.reshape(images, [batch, channels]));
  return tf.reshape(mean, [channels]);
}

interface NormResult {
  readonly normalised: tf.Tensor4D;
  readonly statistics: BatchStatistics;
}

/** Normalises with tfjs's operations. */
function normaliseByOperations(x: tf.Tensor4D, scale: tf.Tensor1D, shift: tf.Tensor1D): NormResult {
  const count = x.size / (x.shape[3] || 1);
  let statistics: BatchStatistics | null = null;

  const normalise = tf.customGrad((...inputs) => {
    const [values, factor, offset, save] = inputs as unknown as [
      tf.Tensor4D,
      tf.Tensor1D,
      tf.Tensor1D,
      tf.GradSaveFunc,
    ];
    const mean = meanPerChannel(values);
    const variance = meanPerChannel(tf.squaredDifference(values, mean));
    statistics = {
      mean: tf.keep(tf.clone(mean)),
      variance: tf.keep(tf.mul(variance, count / Math.max(1, count - 1))),
    };
    save([values, factor, mean, variance]);
    const value = tf.batchNorm(values, mean, variance, offset, factor, epsilon);

    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [input, weight, centre, spread] = saved as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
      const inverse = tf.rsqrt(tf.add(spread, epsilon));
      const standardised = tf.batchNorm(input, centre, spread, undefined, undefined, epsilon);
      const meanShift = meanPerChannel(dy as tf.Tensor4D);
      const meanScale = meanPerChannel(tf.mul(dy, standardised));
      const gain = tf.mul(weight, inverse);
      const inInput = tf.batchNorm(
        input,
        centre,
        spread,
        tf.neg(tf.mul(gain, meanShift)) as tf.Tensor1D,
        tf.neg(tf.mul(gain, meanScale)) as tf.Tensor1D,
        epsilon,
      );
      return [tf.add(tf.mul(dy, gain), inInput), tf.mul(meanScale, count), tf.mul(meanShift, count)];
    };
    return { value, gradFunc };
  });

  const normalised = normalise(x, scale, shift) as tf.Tensor4D;
  if (statistics === null) throw new Error("Batch normalisation did not run.");
  return { normalised, statistics };
}

/**
 * Normalises with our own kernels. The gradient frees its saved tensors and the incoming gradient as soon as it has
 * used them.
 */
function normaliseByKernel(x: tf.Tensor4D, scale: tf.Tensor1D, shift: tf.Tensor1D, after: AfterNorm): NormResult {
  const rectifies = after.rectifies ?? false;
  const adds = after.addend !== undefined;
  let statistics: BatchStatistics | null = null;
  const operation = (...given: unknown[]) => {
    const save = given.pop() as tf.GradSaveFunc;
    const [values, factor, offset, addend] = given as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.Tensor4D | undefined];
    const inputs = { x: values, scale: factor, shift: offset, ...(addend ? { addend } : {}) };
    const { y, mean, variance, coefficients } = runBatchNorm(inputs, epsilon, rectifies);
    statistics = { mean: tf.keep(mean), variance: tf.keep(variance) };
    save([values, coefficients, ...(rectifies ? [y] : [])]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [input, kept, output] = saved as [tf.Tensor, tf.Tensor, tf.Tensor | undefined];
      const needed = { dy, x: input, coefficients: kept, ...(output ? { y: output } : {}) };
      const gradients = runBatchNormGradient(needed, adds);
      tf.dispose([dy, ...saved]);
      return gradients;
    };
    return { value: y, gradFunc };
  };
  const inputs = [x, scale, shift, ...(after.addend ? [after.addend] : [])];
  const normalised = tf.customGrad(operation as never)(...inputs) as tf.Tensor4D;
  if (statistics === null) throw new Error("Batch normalisation did not run.");
  return { normalised, statistics };
}

/**
 * Normalises by the statistics of the batch itself, and returns those statistics.
 * @param x `[batch, height, width, channels]`
 * @param scale `[channels]`
 * @param shift `[channels]`
 */
export function normaliseBatch(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  after: AfterNorm = {},
): NormResult {
  if (hasOwnKernel(batchNormKernels.forward)) return normaliseByKernel(x, scale, shift, after);
  const { normalised, statistics } = normaliseByOperations(x, scale, shift);
  return { normalised: applyAfter(normalised, after), statistics };
}

/** Normalises by the running statistics. */
export function normaliseRunning(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  shift: tf.Tensor1D,
  running: BatchStatistics,
  after: AfterNorm = {},
): tf.Tensor4D {
  const { mean, variance } = running;
  return applyAfter(tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D, shift, scale, epsilon), after);
}

/**
 * Returns the running value after one more batch, as a new tensor. The first ten batches are averaged evenly; the
 * exponential average begins after them. In torch's plain exponential average a third of the arbitrary start value
 * is left after ten batches. That ruins the predictions of short runs on few cells.
 * @param seen number of batches that the running value already contains
 */
export function updateRunning(running: tf.Tensor, batch: tf.Tensor, seen: number): tf.Tensor {
  const weight = Math.max(momentum, 1 / (seen + 1));
  if (hasOwnKernel(blendKernel)) return runOwnKernel(blendKernel, { before: running, newest: batch }, { weight })[0]!;
  return tf.tidy(() => tf.add(tf.mul(running, 1 - weight), tf.mul(batch, weight)));
}
