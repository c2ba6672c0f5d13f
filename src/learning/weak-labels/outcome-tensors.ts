import * as tf from "@tensorflow/tfjs-core";
import type { MicroBatchPlan } from "../batches/batches.ts";
import type { Architecture } from "../network/architecture.ts";
import { contextFeatures } from "../network/cell-context.ts";
import { attentionScores } from "../network/gated-attention.ts";
import type { Parameters } from "../network/parameters.ts";
import type { ForwardResult } from "../network/resnet.ts";
import { type CellMemory, remember } from "./cell-memory.ts";

/** What the memory keeps of a micro-batch, `[batch, ..]` each. Whoever receives it disposes it. */
export interface OutcomeTensors {
  readonly features: tf.Tensor2D;
  readonly logits: tf.Tensor2D;
  readonly scores: tf.Tensor2D | null;
}

/** Takes them off the tape. */
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

/** Reads what a micro-batch's cells came out as and writes it to the memory. */
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
