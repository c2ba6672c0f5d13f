import * as tf from "@tensorflow/tfjs-core";
import { dispatch, foldWorkgroups, type GpuBackend, type GpuProgram } from "./gpu-dispatch.ts";

const threads = 256;

/**
 * Makes a shader with one thread per value.
 * @param body WGSL code for one value, which may use the value's index `at` and its channel `c`
 */
export function eachValue(
  key: string,
  outputs: readonly string[],
  inputs: readonly string[],
  numbers: readonly string[],
  body: string,
): GpuProgram {
  return {
    key,
    outputs,
    inputs,
    numbers,
    sizes: ["size", "channels", "rowLength"],
    code: `
@compute @workgroup_size(${threads})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let at = id.y * given.rowLength + id.x;
  if (at >= given.size) { return; }
  let c = at % given.channels;
  ${body}
}`,
  };
}

/**
 * Runs a program of `eachValue` over all values of `[..., channels]`.
 * @param compileOnly true to compile the shader without running it
 */
export function runEachValue(
  backend: GpuBackend,
  program: GpuProgram,
  shape: readonly number[],
  outputs: readonly tf.TensorInfo[],
  inputs: readonly tf.TensorInfo[],
  numbers: readonly number[],
  compileOnly: boolean,
): void {
  const size = tf.util.sizeFromShape([...shape]);
  const workgroups = foldWorkgroups(Math.ceil(size / threads));
  const sizes = [size, shape.at(-1) ?? 1, workgroups[0] * threads];
  dispatch(backend, program, outputs, inputs, [...sizes, ...numbers], workgroups, compileOnly);
}
