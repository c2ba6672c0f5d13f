import type { StepProgress } from "../../domain/training/training-progress.ts";

/** Says where a run is, for instance "Epoch 3 of 10" or "Fold 2 of 3, epoch 3 of 10". */
export function describePhase({ epoch, epochs, phase }: StepProgress): string {
  if (phase === undefined) return `Epoch ${epoch} of ${epochs}`;
  const round = phase.rounds > 1 ? `Round ${phase.round} of ${phase.rounds}, fold` : "Fold";
  const training = phase.kind === "final" ? "Last training" : `${round} ${phase.fold} of ${phase.folds}`;
  return `${training}, epoch ${epoch} of ${epochs}`;
}
