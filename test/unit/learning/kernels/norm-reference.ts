import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { runBatchNorm, runBatchNormGradient } from "../../../../src/learning/kernels/batch-norm-kernels.ts";
import { wave } from "../golden-wave.ts";

const epsilon = 1e-5;

type NormCase = readonly [number, number, number, number, boolean, boolean];

/**
 * Batch, height, width, channels, addend, rectifier. The cases include odd sizes, one image, many pixels, and more
 * channels than a workgroup sums.
 */
export const normCases: readonly NormCase[] = [
  [1, 7, 7, 3, false, false],
  [3, 11, 7, 5, true, true],
  [2, 5, 5, 13, false, true],
  [3, 7, 11, 33, true, false],
  [1, 2, 3, 70, true, true],
  [4, 91, 90, 8, false, true],
  [3, 64, 65, 35, true, true],
];

/** Largest difference as a share of the largest expected value. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let [scale, worst] = [1e-30, 0];
  for (let index = 0; index < expected.length; index += 1) {
    scale = Math.max(scale, Math.abs(expected[index]!));
    worst = Math.max(worst, Math.abs(actual[index]! - expected[index]!));
  }
  return worst / scale;
}

/** Computes the definitions, channel by channel, in double precision. */
function reference(values: Record<"x" | "scale" | "shift" | "addend" | "dy", Float32Array>, shape: NormCase) {
  const [, , , channels, adds, rectifies] = shape;
  const { x, scale, shift, addend, dy } = values;
  const count = x.length / channels;
  const result = {
    y: new Float64Array(x.length),
    mean: new Float64Array(channels),
    variance: new Float64Array(channels),
    dx: new Float64Array(x.length),
    scaleGradient: new Float64Array(channels),
    shiftGradient: new Float64Array(channels),
    addendGradient: new Float64Array(x.length),
  };
  for (let c = 0; c < channels; c += 1) {
    const at = Array.from({ length: count }, (_, pixel) => pixel * channels + c);
    const mean = at.reduce((sum, i) => sum + x[i]!, 0) / count;
    const squares = at.reduce((sum, i) => sum + (x[i]! - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / count + epsilon);
    const standardised = (i: number) => (x[i]! - mean) / deviation;
    result.mean[c] = mean;
    result.variance[c] = squares / Math.max(1, count - 1);
    for (const i of at) {
      const value = standardised(i) * scale[c]! + shift[c]! + (adds ? addend[i]! : 0);
      result.y[i] = rectifies ? Math.max(0, value) : value;
      result.addendGradient[i] = rectifies && value <= 0 ? 0 : dy[i]!;
    }
    const dz = (i: number) => result.addendGradient[i]!;
    const shiftGradient = at.reduce((sum, i) => sum + dz(i), 0);
    const scaleGradient = at.reduce((sum, i) => sum + dz(i) * standardised(i), 0);
    for (const i of at) {
      const centred = dz(i) - shiftGradient / count - (standardised(i) * scaleGradient) / count;
      result.dx[i] = (scale[c]! / deviation) * centred;
    }
    result.shiftGradient[c] = shiftGradient;
    result.scaleGradient[c] = scaleGradient;
  }
  return result;
}

/** Runs both kernels on the active backend and returns the relative error of each result against the definitions. */
export async function normErrors(shape: NormCase): Promise<Record<string, number>> {
  const [batch, height, width, channels, adds, rectifies] = shape;
  const size: [number, number, number, number] = [batch, height, width, channels];
  const count = batch * height * width * channels;
  const mixed = (phase: number) =>
    Float32Array.from(wave(count, phase), (value, i) => value * Math.cos(i * 0.7131 + phase));
  const values = {
    // The mean is ten deviations, so a variance that is summed around 0 would lose its digits.
    x: mixed(0.3).map((value) => value + 5),
    addend: mixed(0.9),
    dy: mixed(1.7),
    scale: Float32Array.from(wave(channels, 0.5), (value) => 1 + 0.5 * value),
    shift: Float32Array.from(wave(channels, 2.5)),
  };
  const expected = reference(values, shape);
  const x = tf.tensor4d(values.x, size);
  const addend = tf.tensor4d(values.addend, size);
  const dy = tf.tensor4d(values.dy, size);
  const [scale, shift] = [tf.tensor1d(values.scale), tf.tensor1d(values.shift)];
  const before = tf.memory().numTensors;
  const forward = runBatchNorm({ x, scale, shift, ...(adds ? { addend } : {}) }, epsilon, rectifies);
  const { y, coefficients } = forward;
  const gradients = runBatchNormGradient({ dy, x, coefficients, ...(rectifies ? { y } : {}) }, adds);
  const results = {
    y,
    mean: forward.mean,
    variance: forward.variance,
    dx: gradients[0],
    scaleGradient: gradients[1],
    shiftGradient: gradients[2],
    ...(adds ? { addendGradient: gradients[3] } : {}),
  };
  const errors: Record<string, number> = {};
  for (const [name, tensor] of Object.entries(results)) {
    errors[name] = relativeError(await (tensor as tf.Tensor).data(), expected[name as keyof typeof expected]);
  }
  tf.dispose([forward.mean, forward.variance, y, coefficients, ...gradients]);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([x, addend, dy, scale, shift]);
  return errors;
}
