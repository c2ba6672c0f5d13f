import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { microBatchSizeOf } from "../../domain/training/micro-batch.ts";
import { throwAwayStep } from "./throw-away-step.ts";
import type { Trainer } from "./trainer.ts";

/** Number of crops that are read at a time while shaders compile. */
const readAhead = 32;

/**
 * Compiles all shaders of a run's steps at once and off this thread, with a throw-away step that is recorded but not
 * run. Without this, tfjs compiles each shader when it first needs it, one after the other. Nothing else may use
 * tfjs until this resolves, because a pipeline that is still being compiled cannot run. Does nothing on backends
 * other than WebGPU.
 */
async function compileShaders(trainer: Trainer): Promise<void> {
  if (trainer.backend.info.kind !== "webgpu") return;
  const backend = tf.backend() as WebGPUBackend;
  tf.env().set("WEBGPU_ENGINE_COMPILE_ONLY", true);
  try {
    throwAwayStep(trainer, microBatchSizeOf(trainer.options)).dispose();
  } finally {
    tf.env().set("WEBGPU_ENGINE_COMPILE_ONLY", false);
  }
  try {
    await backend.checkCompileCompletionAsync();
  } catch (error) {
    // TensorFlow.js throws a plain Error for a shader that does not compile. The step that needs the failed pipeline
    // compiles it again and reports what is wrong with it.
    if (!(error instanceof Error) || error.name !== "Error") throw error;
    const { pipelineCache } = backend as unknown as { pipelineCache: Record<string, unknown> };
    for (const [key, pipeline] of Object.entries(pipelineCache)) {
      if (pipeline instanceof Promise) delete pipelineCache[key];
    }
  }
}

/**
 * Prepares a run for its first step. It compiles the shaders and meanwhile reads crops into the source's cache. It does
 * not change the results of the run, because all random numbers depend on keys only.
 */
export async function warmUp(trainer: Trainer): Promise<void> {
  const { source, examples } = trainer;
  let compiling = true;
  const compiled = compileShaders(trainer).finally(() => {
    compiling = false;
  });
  const read = async () => {
    for (let start = 0; compiling && start < examples.length; start += readAhead) {
      const count = Math.min(readAhead, examples.length - start);
      const indices = Array.from({ length: count }, (_, index) => start + index);
      await source.load(examples, { indices, count }, null);
    }
  };
  // If a crop cannot be read, the step that needs it reports the problem.
  await Promise.all([compiled, read().catch(() => undefined)]);
}
