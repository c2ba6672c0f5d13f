import * as tf from "@tensorflow/tfjs-core";
import type { MicroBatchPlan } from "../batches/batches.ts";
import type { Architecture } from "../network/architecture.ts";
import { contextFeatures } from "../network/cell-context.ts";
import { attentionScores } from "../network/gated-attention.ts";
import type { Parameters } from "../network/parameters.ts";
import type { ForwardResult } from "../network/resnet.ts";
import { type CellMemory, remember } from "./cell-memory.ts";

/** The outputs of a micro-batch that the memory keeps, `[batch, ..]` each. The receiver disposes them. */
export interface OutcomeTensors {
  readonly features: tf.Tensor2D;
  readonly logits: tf.Tensor2D;
  readonly scores: tf.Tensor2D | null;
}

/** Copies the outputs of a pass and keeps them beyond the tape's scope. */
export function keepOutcomes(
  architecture: Architecture,
  parameters: Parameters,
  result: ForwardResult,
): OutcomeTensors {
  return {
    features: tf.keep(contextFeatures(parameters, result.features)),
    logits: tf.keep(tf.clone(result.logits)),
    scores: architecture.heads?.attention ? tf.keep(attentionScores(parameters, result.features)) : null,
  };
}

export function disposeOutcomes(outcomes: OutcomeTensors | null): void {
  if (outcomes === null) return;
  tf.dispose([outcomes.features, outcomes.logits, ...(outcomes.scores ? [outcomes.scores] : [])]);
}

/** Reads the outputs of a micro-batch and writes them to the memory. Disposes nothing. */
export async function rememberOutcomes(
  memory: CellMemory,
  plan: MicroBatchPlan,
  outcomes: OutcomeTensors,
  made: readonly boolean[],
): Promise<void> {
  const [features, logits, scores] = await Promise.all([
    outcomes.features.data<"float32">(),
    outcomes.logits.data<"float32">(),
    outcomes.scores?.data<"float32">() ?? null,
  ]);
  remember(memory, plan.indices, plan.count, { features, logits, scores }, made);
}
