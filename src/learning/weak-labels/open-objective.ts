import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { Example } from "../batches/batches.ts";
import { imageAndCellObjective } from "./image-and-cell.ts";
import { multipleInstanceObjective } from "./multiple-instance.ts";
import { inheritObjective, type Objective } from "./objective.ts";

/**
 * The objective that a run's options name.
 * @param positiveWeights `[classes]`, weight of the cells whose tile has the class
 * @param negative the class that says a cell shows nothing, or null
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
    // Its trainings differ in the targets they are given, not in how these are held against the cells.
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
