import * as tf from "@tensorflow/tfjs-core";
import { type ChannelSums, runChannelSums } from "./channel-sums.ts";
import { eachValue, runEachValue } from "./each-value.ts";
import type { GpuBackend } from "./gpu-dispatch.ts";
import type { KernelGiven } from "./own-kernels.ts";

/**
 * Batch normalisation for training on WebGPU, including the addend and the rectifier that follow it in a residual
 * network. One pass over the batch computes the statistics, and another one normalises. In the gradient, one pass
 * computes the two sums, and another one the rest. With x̂ = (x - mean) / deviation, m values per channel and dz the
 * gradient before the rectifier:
 *
 *   d shift = Σ dz, d scale = Σ dz x̂, d addend = dz, dx = scale / deviation · (dz - d shift / m - x̂ d scale / m)
 *
 * The variance is summed around the channel's first value. Around 0, the sum would lose its digits if the mean is
 * large compared with the spread.
 */

/** The rows of `coefficients`, `[4, channels]`, which the forward pass keeps for the gradient. */
const rows = { mean: 0, inverseDeviation: 1, gain: 2, shift: 3 } as const;
const row = (name: keyof typeof rows, of = "coefficients") => `${of}[${rows[name]}u * given.channels + c]`;

const statisticsSums: ChannelSums = {
  key: "batch norm statistics",
  outputs: ["mean", "variance", "coefficients"],
  measured: ["x"],
  finishing: ["x", "scale", "shift"],
  numbers: ["epsilon"],
  measure: `fn measure(at: u32, c: u32) -> vec2<f32> {
  let d = x[at] - x[c];
  return vec2<f32>(d, d * d);
}`,
  finish: `fn finish(c: u32, sums: vec2<f32>) {
  let count = f32(given.pixels);
  let away = sums.x / count;
  let average = x[c] + away;
  let spread = max(0.0, sums.y / count - away * away);
  let inverse = 1.0 / sqrt(spread + given.epsilon);
  mean[c] = average;
  variance[c] = spread * count / max(1.0, count - 1.0);
  ${row("mean")} = average;
  ${row("inverseDeviation")} = inverse;
  ${row("gain")} = scale[c] * inverse;
  ${row("shift")} = shift[c];
}`,
};

const applyProgram = (adds: boolean, rectifies: boolean) =>
  eachValue(
    `batch norm apply ${adds} ${rectifies}`,
    ["y"],
    ["x", "coefficients", ...(adds ? ["addend"] : [])],
    [],
    `let value = (x[at] - ${row("mean")}) * ${row("gain")} + ${row("shift")}${adds ? " + addend[at]" : ""};
  y[at] = ${rectifies ? "max(value, 0.0)" : "value"};`,
  );

/** WGSL for the gradient before the rectifier: the incoming gradient where the output is above 0, and 0 elsewhere. */
const beforeRectifier = (rectifies: boolean) => (rectifies ? "select(0.0, dy[at], y[at] > 0.0)" : "dy[at]");

const gradientSums = (rectifies: boolean): ChannelSums => ({
  key: `batch norm gradient ${rectifies}`,
  outputs: ["scaleGradient", "shiftGradient", "inputRule"],
  measured: ["dy", "x", "coefficients", ...(rectifies ? ["y"] : [])],
  finishing: ["coefficients"],
  numbers: [],
  measure: `fn measure(at: u32, c: u32) -> vec2<f32> {
  let dz = ${beforeRectifier(rectifies)};
  return vec2<f32>(dz, dz * (x[at] - ${row("mean")}) * ${row("inverseDeviation")});
}`,
  // dx = gain dz + constant + slope (x - mean)
  finish: `fn finish(c: u32, sums: vec2<f32>) {
  shiftGradient[c] = sums.x;
  scaleGradient[c] = sums.y;
  let gain = ${row("gain")};
  inputRule[c] = gain;
  inputRule[given.channels + c] = -gain * sums.x / f32(given.pixels);
  inputRule[2u * given.channels + c] = -gain * ${row("inverseDeviation")} * sums.y / f32(given.pixels);
  inputRule[3u * given.channels + c] = ${row("mean")};
}`,
});

const inputProgram = (adds: boolean, rectifies: boolean) =>
  eachValue(
    `batch norm input gradient ${adds} ${rectifies}`,
    ["dx", ...(adds ? ["addendGradient"] : [])],
    ["dy", "x", "inputRule", ...(rectifies ? ["y"] : [])],
    [],
    `let dz = ${beforeRectifier(rectifies)};
  dx[at] = inputRule[c] * dz + inputRule[given.channels + c] + inputRule[2u * given.channels + c] * (x[at] - inputRule[3u * given.channels + c]);
  ${adds ? "addendGradient[at] = dz;" : ""}`,
  );

const compileOnly = () => tf.env().getBool("WEBGPU_ENGINE_COMPILE_ONLY");

function forward({ inputs, attrs, backend }: KernelGiven): tf.TensorInfo[] {
  const gpu = backend as GpuBackend;
  const { x, scale, shift, addend } = inputs as unknown as Record<"x" | "scale" | "shift", tf.TensorInfo> & {
    addend?: tf.TensorInfo;
  };
  const { epsilon, rectifies } = attrs as unknown as { epsilon: number; rectifies: boolean };
  const channels = x.shape.at(-1) ?? 1;
  const [mean, variance] = [gpu.makeTensorInfo([channels], "float32"), gpu.makeTensorInfo([channels], "float32")];
  const coefficients = gpu.makeTensorInfo([4, channels], "float32");
  const y = gpu.makeTensorInfo(x.shape, "float32");
  const only = compileOnly();
  const measured = [mean, variance, coefficients];
  runChannelSums(gpu, statisticsSums, x.shape, measured, { x, scale, shift }, [epsilon], only);
  const read = [x, coefficients, ...(addend ? [addend] : [])];
  runEachValue(gpu, applyProgram(addend !== undefined, rectifies), x.shape, [y], read, [], only);
  return [y, mean, variance, coefficients];
}

function gradient({ inputs, attrs, backend }: KernelGiven): tf.TensorInfo[] {
  const gpu = backend as GpuBackend;
  const { dy, x, coefficients, y } = inputs as unknown as Record<"dy" | "x" | "coefficients", tf.TensorInfo> & {
    y?: tf.TensorInfo;
  };
  const { adds } = attrs as unknown as { adds: boolean };
  const channels = x.shape.at(-1) ?? 1;
  const make = (shape: number[]) => gpu.makeTensorInfo(shape, "float32");
  const [scaleGradient, shiftGradient, inputRule] = [make([channels]), make([channels]), make([4, channels])];
  const rectifies = y !== undefined;
  const named = { dy, x, coefficients, ...(y ? { y } : {}) };
  const summed = [scaleGradient, shiftGradient, inputRule];
  const only = compileOnly();
  runChannelSums(gpu, gradientSums(rectifies), x.shape, summed, named, [], only);
  const outputs = [make(x.shape), ...(adds ? [make(x.shape)] : [])];
  runEachValue(gpu, inputProgram(adds, rectifies), x.shape, outputs, [dy, x, inputRule, ...(y ? [y] : [])], [], only);
  gpu.disposeData(inputRule.dataId);
  return [outputs[0]!, scaleGradient, shiftGradient, ...outputs.slice(1)];
}

/** The two kernels, as `batch-norm-kernels.ts` describes them. */
export const gpuBatchNorm = { forward, gradient };
