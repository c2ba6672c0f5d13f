import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { microBatchSizeOf } from "../../domain/training/micro-batch.ts";
import { throwAwayStep } from "./throw-away-step.ts";
import type { Trainer } from "./trainer.ts";

/** Crops that are read at a time while shaders compile. */
const readAhead = 32;

/**
 * Compiles the shaders of a run's steps, all at once and off this thread, by a throw-away step that is recorded but not run.
 * tfjs by itself compiles each when it first needs it, one after the other. Nothing else may use tfjs until this resolves,
 * as a pipeline that is still being made cannot run. Does nothing on other backends than WebGPU.
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
    // tfjs tells of a shader that does not compile by a plain Error. It is left to the step that needs the shader, which reports
    // what is wrong with it.
    if (!(error instanceof Error) || error.name !== "Error") throw error;
    const { pipelineCache } = backend as unknown as { pipelineCache: Record<string, unknown> };
    for (const [key, pipeline] of Object.entries(pipelineCache)) {
      if (pipeline instanceof Promise) delete pipelineCache[key];
    }
  }
}

/**
 * Gets a run ready for its first step: shaders are compiled, and meanwhile crops are read into the source's cache. Changes
 * nothing of the run, whose randomness follows from keys alone.
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
  // A crop that cannot be read is told by the step that needs it.
  await Promise.all([compiled, read().catch(() => undefined)]);
}
