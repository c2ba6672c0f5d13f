import type * as tf from "@tensorflow/tfjs-core";
import { dispatch, type GpuBackend, type GpuProgram } from "./gpu-dispatch.ts";

/**
 * Two sums per channel over all pixels of `[batch, height, width, channels]`, and outputs that are computed from
 * them, on WebGPU. A workgroup sums up to 32 neighbouring channels, so that its threads read neighbouring values.
 * The rows of the workgroup share the pixels, and their sums are added in a tree. The pixels of a large batch are
 * split among several workgroups, and a second, small dispatch adds their sums. Everything is added in a fixed
 * order.
 */
export interface ChannelSums {
  readonly key: string;
  readonly outputs: readonly string[];
  /** Inputs that `measure` reads. `finishing` are the inputs that `finish` reads. */
  readonly measured: readonly string[];
  readonly finishing: readonly string[];
  readonly numbers: readonly string[];
  /**
   * WGSL code of `fn measure(at: u32, c: u32) -> vec2<f32>`, which returns the two summands of the value at index
   * `at` in channel `c`.
   */
  readonly measure: string;
  /** WGSL code of `fn finish(c: u32, sums: vec2<f32>)`, which writes the outputs of channel `c`. */
  readonly finish: string;
}

const threads = 256;
/**
 * Most values that a thread adds. More values would cost digits, because the error of a sum grows with the root of its
 * length, and they would leave a large GPU idle.
 */
const longestSum = 512;

const allInputs = ({ measured, finishing }: ChannelSums) => [...new Set([...measured, ...finishing])];

function partialProgram(sums: ChannelSums, lanes: number, whole: boolean): GpuProgram {
  const rows = threads / lanes;
  return {
    key: `${sums.key} sums ${lanes} ${whole}`,
    outputs: whole ? sums.outputs : ["partial"],
    inputs: whole ? allInputs(sums) : sums.measured,
    sizes: ["pixels", "channels", "pixelsAPart"],
    numbers: sums.numbers,
    code: `
var<workgroup> shared_sums: array<vec2<f32>, ${threads}>;
${sums.measure}
${whole ? sums.finish : ""}
@compute @workgroup_size(${lanes}, ${rows})
fn main(@builtin(local_invocation_id) local: vec3<u32>, @builtin(workgroup_id) group: vec3<u32>) {
  let c = group.x * ${lanes}u + local.x;
  let end = min(given.pixels, (group.y + 1u) * given.pixelsAPart);
  var sum = vec2<f32>(0.0);
  if (c < given.channels) {
    for (var pixel = group.y * given.pixelsAPart + local.y; pixel < end; pixel += ${rows}u) {
      sum += measure(pixel * given.channels + c, c);
    }
  }
  let own = local.y * ${lanes}u + local.x;
  shared_sums[own] = sum;
  workgroupBarrier();
  for (var half = ${rows / 2}u; half > 0u; half /= 2u) {
    if (local.y < half) { shared_sums[own] += shared_sums[own + half * ${lanes}u]; }
    workgroupBarrier();
  }
  if (local.y == 0u && c < given.channels) {
    ${
      whole
        ? "finish(c, shared_sums[own]);"
        : `let at = (group.y * given.channels + c) * 2u;
    partial[at] = shared_sums[own].x;
    partial[at + 1u] = shared_sums[own].y;`
    }
  }
}`,
  };
}

function combineProgram(sums: ChannelSums): GpuProgram {
  return {
    key: `${sums.key} combine`,
    outputs: sums.outputs,
    inputs: ["partial", ...sums.finishing],
    sizes: ["pixels", "channels", "parts"],
    numbers: sums.numbers,
    code: `
${sums.finish}
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let c = id.x;
  if (c >= given.channels) { return; }
  var sum = vec2<f32>(0.0);
  for (var part = 0u; part < given.parts; part += 1u) {
    let at = (part * given.channels + c) * 2u;
    sum += vec2<f32>(partial[at], partial[at + 1u]);
  }
  finish(c, sum);
}`,
  };
}

/**
 * Computes the sums and the outputs.
 * @param shape `[batch, height, width, channels]`, the shape of the input that is summed
 * @param inputs all inputs by name
 * @param compileOnly true to compile the shaders without running them
 */
export function runChannelSums(
  backend: GpuBackend,
  sums: ChannelSums,
  shape: readonly number[],
  outputs: readonly tf.TensorInfo[],
  inputs: Readonly<Record<string, tf.TensorInfo>>,
  numbers: readonly number[],
  compileOnly: boolean,
): void {
  const channels = shape.at(-1) ?? 1;
  const pixels = shape.slice(0, -1).reduce((product, length) => product * length, 1);
  let lanes = 4;
  while (lanes < Math.min(32, channels)) lanes *= 2;
  const parts = Math.max(1, Math.ceil(pixels / ((threads / lanes) * longestSum)));
  const pixelsAPart = Math.ceil(pixels / parts);
  const named = (names: readonly string[]) => names.map((name) => inputs[name]!);
  const groups = [Math.ceil(channels / lanes), parts, 1] as const;
  const sizes = [pixels, channels, pixelsAPart, ...numbers];
  if (parts === 1) {
    dispatch(backend, partialProgram(sums, lanes, true), outputs, named(allInputs(sums)), sizes, groups, compileOnly);
    return;
  }
  const partial = backend.makeTensorInfo([parts, channels, 2], "float32");
  dispatch(backend, partialProgram(sums, lanes, false), [partial], named(sums.measured), sizes, groups, compileOnly);
  const combine = combineProgram(sums);
  const combined = [partial, ...named(sums.finishing)];
  dispatch(
    backend,
    combine,
    outputs,
    combined,
    [pixels, channels, parts, ...numbers],
    [Math.ceil(channels / 64), 1, 1],
    compileOnly,
  );
  backend.disposeData(partial.dataId);
}
