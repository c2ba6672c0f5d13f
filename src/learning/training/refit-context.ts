import { hasContext } from "../network/architecture.ts";
import { downloadContextHead, uploadContextHead } from "../weak-labels/context-head.ts";
import { fitContext } from "../weak-labels/fit-context.ts";
import type { Trainer } from "./trainer.ts";
import type { TrainingState } from "./training-state.ts";

/**
 * Fits the context head to the memory of cells at the end of an epoch. Returns `state` itself if the network has no
 * context head. Do not use `state` afterwards, because the old tensors of the head are disposed.
 */
export async function refitContext(
  { architecture, bags, examples, options, positiveWeights, backend }: Trainer,
  state: TrainingState,
): Promise<TrainingState> {
  const { memory, parameters } = state;
  if (!hasContext(architecture) || memory === null || bags === null) return state;
  const fit = {
    memory,
    bags,
    targets: examples.map(({ targets }) => targets),
    smoothing: options.labelSmoothing,
    positiveWeights: positiveWeights ?? Array.from({ length: architecture.classes }, () => 1),
  };
  const head = fitContext(fit, await backend.guard(downloadContextHead(parameters)));
  return { ...state, parameters: uploadContextHead(parameters, head) };
}
