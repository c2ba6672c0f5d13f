import { initialise } from "../../learning/network/initialise.ts";
import type { TrainingState } from "../../learning/training/training-state.ts";
import { uploadState } from "../../learning/training/training-state.ts";
import { openMemory, restoreMemory } from "../../learning/weak-labels/cell-memory.ts";
import { startFromWeights } from "../../learning/weights/start-from-weights.ts";
import type { TrainingSetup } from "./set-up-training.ts";

/**
 * Puts the weights that a training starts from on the backend. A resumed run starts from its checkpoint. Any other
 * run starts from weights drawn by its seed, with the head's bias at the classes' frequencies; starting weights
 * replace what they fit.
 */
export function startState({ request, options, trainer, frequencies, usedWeights }: TrainingSetup): TrainingState {
  const { resume, startingWeights } = request;
  const memory = trainer.bags === null ? null : openMemory(trainer.architecture, trainer.examples.length);
  if (memory !== null && resume) restoreMemory(memory, resume.tensors);
  const fresh = () => initialise(trainer.architecture, options.seed, frequencies);
  const tensors = resume
    ? resume.tensors
    : startingWeights
      ? startFromWeights(fresh(), startingWeights.tensors, usedWeights?.headReplaced === false)
      : fresh();
  return uploadState(tensors, trainer.table, options.optimizer, resume?.progress.step ?? 0, memory);
}
