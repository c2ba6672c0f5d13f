import type * as tf from "@tensorflow/tfjs-core";
import type { CpuBackend } from "./cpu-backend.ts";
import type { KernelGiven } from "./own-kernels.ts";

/**
 * Batch normalisation for training on the processor, including the addend and the rectifier that follow it. Loops in
 * memory order do the passes of `gpu-batch-norm.ts` and replace some thirty elementwise operations of tfjs. Sums are in
 * double precision.
 */

/** Gives access to the values of the inputs by name. The values of an input that is missing are null. */
function openValues({ inputs, backend }: KernelGiven) {
  const cpu = backend as CpuBackend;
  const shape = inputs["x"]!.shape;
  return {
    cpu,
    shape,
    channels: shape.at(-1) ?? 1,
    values: (name: string) => {
      const tensor = inputs[name]!;
      return tensor === undefined ? null : cpu.data.get(tensor.dataId).values;
    },
  };
}

function forward(given: KernelGiven): tf.TensorInfo[] {
  const { cpu, shape, channels, values } = openValues(given);
  const { epsilon, rectifies } = given.attrs as unknown as { epsilon: number; rectifies: boolean };
  const [x, scale, shift] = ["x", "scale", "shift"].map((name) => values(name) as Float32Array) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const addend = values("addend");
  const pixels = x.length / channels;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let at = 0; at < x.length; at += channels) {
    for (let c = 0; c < channels; c += 1) {
      const away = x[at + c]! - x[c]!;
      sums[c]! += away;
      squares[c]! += away * away;
    }
  }
  const mean = new Float32Array(channels);
  const variance = new Float32Array(channels);
  const coefficients = new Float32Array(4 * channels); // mean, 1 / deviation, gain, shift
  for (let c = 0; c < channels; c += 1) {
    const away = sums[c]! / pixels;
    const average = x[c]! + away;
    const spread = Math.max(0, squares[c]! / pixels - away * away);
    mean[c] = average;
    variance[c] = (spread * pixels) / Math.max(1, pixels - 1);
    coefficients[c] = average;
    coefficients[channels + c] = 1 / Math.sqrt(spread + epsilon);
    coefficients[2 * channels + c] = scale[c]! / Math.sqrt(spread + epsilon);
    coefficients[3 * channels + c] = shift[c]!;
  }
  const y = new Float32Array(x.length);
  for (let at = 0; at < x.length; at += channels) {
    for (let c = 0; c < channels; c += 1) {
      const away = x[at + c]! - coefficients[c]!;
      let value = away * coefficients[2 * channels + c]! + shift[c]!;
      if (addend !== null) value += addend[at + c]!;
      y[at + c] = rectifies && value < 0 ? 0 : value;
    }
  }
  return [
    cpu.makeTensorInfo(shape, "float32", y),
    cpu.makeTensorInfo([channels], "float32", mean),
    cpu.makeTensorInfo([channels], "float32", variance),
    cpu.makeTensorInfo([4, channels], "float32", coefficients),
  ];
}

function gradient(given: KernelGiven): tf.TensorInfo[] {
  const { cpu, shape, channels, values } = openValues(given);
  const { adds } = given.attrs as unknown as { adds: boolean };
  const [dy, x, coefficients] = ["dy", "x", "coefficients"].map((name) => values(name) as Float32Array) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const y = values("y");
  const pixels = x.length / channels;
  const shiftSums = new Float64Array(channels);
  const scaleSums = new Float64Array(channels);
  for (let at = 0; at < x.length; at += channels) {
    for (let c = 0; c < channels; c += 1) {
      if (y !== null && !(y[at + c]! > 0)) continue;
      const dz = dy[at + c]!;
      shiftSums[c]! += dz;
      scaleSums[c]! += dz * (x[at + c]! - coefficients[c]!);
    }
  }
  const constant = new Float64Array(channels);
  const slope = new Float64Array(channels);
  for (let c = 0; c < channels; c += 1) {
    const inverse = coefficients[channels + c]!;
    const gain = coefficients[2 * channels + c]!;
    scaleSums[c]! *= inverse;
    slope[c] = (-gain * inverse * scaleSums[c]!) / pixels;
    constant[c] = (-gain * shiftSums[c]!) / pixels;
  }
  const dx = new Float32Array(x.length);
  const addendGradient = adds ? new Float32Array(x.length) : null;
  for (let at = 0; at < x.length; at += channels) {
    for (let c = 0; c < channels; c += 1) {
      const dz = y !== null && !(y[at + c]! > 0) ? 0 : dy[at + c]!;
      const gain = coefficients[2 * channels + c]!;
      dx[at + c] = gain * dz + constant[c]! + slope[c]! * (x[at + c]! - coefficients[c]!);
      if (addendGradient !== null) addendGradient[at + c] = dz;
    }
  }
  return [
    cpu.makeTensorInfo(shape, "float32", dx),
    cpu.makeTensorInfo([channels], "float32", Float32Array.from(scaleSums)),
    cpu.makeTensorInfo([channels], "float32", Float32Array.from(shiftSums)),
    ...(addendGradient === null ? [] : [cpu.makeTensorInfo(shape, "float32", addendGradient)]),
  ];
}

/** The two kernels, as `batch-norm-kernels.ts` describes them. */
export const cpuBatchNorm = { forward, gradient };
