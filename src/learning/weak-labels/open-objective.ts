import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { Example } from "../batches/batches.ts";
import { imageAndCellObjective } from "./image-and-cell.ts";
import { multipleInstanceObjective } from "./multiple-instance.ts";
import { inheritObjective, type Objective } from "./objective.ts";

/**
 * Opens the objective that a run's options name.
 * @param positiveWeights `[classes]`, weight of the cells whose tile has the class
 * @param negative index of the class for cells that show no protein, or null
 */
export function openObjective(
  options: TrainingOptions,
  positiveWeights: readonly number[],
  negative: number | null,
  examples: readonly Example[],
): Objective {
  const loss = {
    gamma: options.focalGamma,
    smoothing: options.labelSmoothing,
    absentInCell: options.absentInCell,
    positiveWeights,
  };
  switch (options.objective) {
    case "inherit":
    // The trainings of self-training differ in their targets, but use the loss of `inherit`.
    case "self-training":
      return inheritObjective(loss);
    case "multiple-instance":
      return multipleInstanceObjective({
        ...loss,
        pooling: options.bagPooling,
        cellTermShare: options.cellTermShare,
      });
    case "image-and-cell":
      return imageAndCellObjective(
        loss,
        options.darkByRank && negative !== null
          ? { negative, rate: options.expressionRate, labels: examples.map(({ targets }) => targets) }
          : null,
      );
  }
}
