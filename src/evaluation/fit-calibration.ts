import type { Calibration } from "../domain/localisation/evaluation.ts";
import { applyTemperatures, fitTemperatures } from "./calibrate.ts";
import { chooseThresholds } from "./choose-threshold.ts";

/** Changes calibrated probabilities in place as prediction does before a class is decided. */
export type FinishProbabilities = (probabilities: Float32Array) => void;

/** A copy of the probabilities as they will be in predictions: calibrated, then changed by `finish`. */
export function finishedProbabilities(
  probabilities: Float32Array,
  temperatures: readonly number[],
  finish: FinishProbabilities,
): Float32Array {
  const copy = probabilities.slice();
  applyTemperatures(copy, temperatures);
  finish(copy);
  return copy;
}

/**
 * Fits the temperatures, then chooses the thresholds for the calibrated probabilities.
 *
 * @param probabilities `[cells, classes]`, row-major, 0..1, as the network gives them.
 * @param targets for each cell, `[classes]` of 0 and 1.
 */
export function fitCalibration(
  probabilities: Float32Array,
  targets: readonly ArrayLike<number>[],
  classes: number,
  finish: FinishProbabilities,
): Calibration {
  const temperatures = fitTemperatures(probabilities, targets, classes);
  const finished = finishedProbabilities(probabilities, temperatures, finish);
  return { temperatures, thresholds: chooseThresholds(finished, targets, classes) };
}
