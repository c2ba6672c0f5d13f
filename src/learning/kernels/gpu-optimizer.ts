import * as tf from "@tensorflow/tfjs-core";
import { eachValue, runEachValue } from "./each-value.ts";
import type { GpuBackend, GpuProgram } from "./gpu-dispatch.ts";
import type { KernelGiven } from "./own-kernels.ts";

/**
 * Updates one tensor in one dispatch on WebGPU, where tfjs's operations need a dozen. The shaders overwrite the
 * value and the slots. The formulas are those of `optimizer.ts`. Factors that do not depend on the weight are
 * computed beforehand.
 */
const programs: Readonly<Record<string, GpuProgram>> = {
  adamw: eachValue(
    "adamw",
    ["value", "average", "square"],
    ["gradient"],
    ["beta1", "newest1", "beta2", "newest2", "epsilon", "decay", "stepSize", "correction"],
    // newest1 and newest2 are uniforms, because 1 - 0.999 in single precision is wrong in its fifth digit.
    `let g = gradient[at];
  let first = given.beta1 * average[at] + given.newest1 * g;
  let second = given.beta2 * square[at] + given.newest2 * g * g;
  average[at] = first;
  square[at] = second;
  value[at] = given.decay * value[at] - given.stepSize * first / (sqrt(second) * given.correction + given.epsilon);`,
  ),
  sgd: eachValue(
    "sgd",
    ["value", "velocity"],
    ["gradient"],
    ["momentum", "weightDecay", "learningRate"],
    `let next = given.momentum * velocity[at] + gradient[at] + given.weightDecay * value[at];
  velocity[at] = next;
  value[at] = value[at] - given.learningRate * next;`,
  ),
};

/** The kernel, as `optimizer-kernel.ts` describes it. */
export function gpuOptimizer({ inputs, attrs, backend }: KernelGiven): tf.TensorInfo[] {
  const { rule, numbers } = attrs as unknown as { rule: string; numbers: readonly number[] };
  const { value, gradient, ...slots } = inputs as unknown as Record<"value" | "gradient", tf.TensorInfo>;
  const program = programs[rule];
  if (program === undefined) throw new Error(`No optimiser ${rule}.`);
  const written = [value, ...Object.values(slots as Record<string, tf.TensorInfo>)];
  const compileOnly = tf.env().getBool("WEBGPU_ENGINE_COMPILE_ONLY");
  runEachValue(backend as GpuBackend, program, value.shape, written, [gradient], numbers, compileOnly);
  return [];
}
