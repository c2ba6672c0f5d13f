import { problemError } from "../domain/errors.ts";
import type { ClassList, TilePredictions } from "../domain/localisation/localisation.ts";

/**
 * The probabilities of each predicted cell by the cell's number: `[classes]`, 0..1. They are views into the
 * predictions.
 *
 * @throws ModelMismatch when there are not as many probabilities as cells times classes.
 * @throws Diverged when a probability is not a number.
 */
export function predictionsByCell(
  predictions: TilePredictions | null,
  classes: ClassList,
): ReadonlyMap<number, Float32Array> {
  const byCell = new Map<number, Float32Array>();
  if (predictions === null) return byCell;
  const { numbers, probabilities, tileId } = predictions;
  const classCount = classes.names.length;
  if (probabilities.length !== numbers.length * classCount) {
    throw problemError({
      tag: "ModelMismatch",
      subject: tileId,
      message: `The predictions hold ${probabilities.length} probabilities where ${numbers.length} cells and ${classCount} classes need ${numbers.length * classCount}.`,
      remedy: "Predict again with a model of the present class list.",
    });
  }
  if (!probabilities.every(Number.isFinite)) {
    throw problemError({
      tag: "Diverged",
      subject: tileId,
      message: "Some predicted probabilities are not numbers.",
      remedy: "Train again with a lower learning rate, then predict and export once more.",
    });
  }
  numbers.forEach((number, row) => {
    byCell.set(number, probabilities.subarray(row * classCount, (row + 1) * classCount));
  });
  return byCell;
}
