import type { NamedTensors } from "../../domain/training/checkpoint.ts";
import type { TrainingOptions } from "../../domain/training/training-options.ts";
import { isLearnt, type ParameterEntry } from "../network/architecture.ts";
import type { OptimizerStep } from "../network/optimizer.ts";
import { openSlots, slotNames } from "../network/optimizer.ts";
import { disposeParameters, downloadParameters, uploadParameters } from "../network/parameters.ts";
import { type CellMemory, memoryTensors } from "../weak-labels/cell-memory.ts";

/**
 * Everything that changes with each batch. The receiver of a new state must dispose it. Do not use the old state then,
 * because its changed tensors are disposed.
 */
export interface TrainingState extends OptimizerStep {
  /** The number of weight updates so far. */
  readonly step: number;
  /** The memory of cells, which is changed in place. null when the objective uses none. */
  readonly memory: CellMemory | null;
}

/** Prefix of the optimiser's tensors in a checkpoint. */
const slotPrefix = "optimizer.";

/**
 * Uploads the tensors of a checkpoint to the backend.
 * @param tensors If `step` is 0, they need no optimiser slots.
 * @param memory becomes part of the state without a copy
 * @throws ModelMismatch with the name of the first tensor that does not fit
 */
export function uploadState(
  tensors: NamedTensors,
  table: readonly ParameterEntry[],
  optimizer: TrainingOptions["optimizer"],
  step: number,
  memory: CellMemory | null = null,
): TrainingState {
  const parameters = uploadParameters(tensors, table);
  if (step === 0) return { parameters, slots: openSlots(optimizer, table, parameters), step, memory };
  const learnt = table.filter(isLearnt);
  const slots = slotNames(optimizer).flatMap((slot) =>
    [...uploadParameters(tensors, learnt, `${slotPrefix}${slot}/`)].map(
      ([name, tensor]) => [`${slot}/${name}`, tensor] as const,
    ),
  );
  return { parameters, slots: new Map(slots), step, memory };
}

/** Reads the state back as plain numbers. Disposes nothing. */
export async function downloadState({ parameters, slots, memory }: TrainingState): Promise<NamedTensors> {
  return new Map([
    ...(await downloadParameters(parameters)),
    ...(await downloadParameters(slots, slotPrefix)),
    ...(memory === null ? [] : memoryTensors(memory)),
  ]);
}

export function disposeState({ parameters, slots }: Pick<TrainingState, "parameters" | "slots">): void {
  disposeParameters(parameters);
  disposeParameters(slots);
}
