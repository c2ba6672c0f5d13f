import type { Calibration } from "../domain/localisation/evaluation.ts";
import { applyTemperatures, fitTemperatures } from "./calibrate.ts";
import { chooseThresholds } from "./choose-threshold.ts";

/** What prediction does to probabilities after calibration and before anyone decides by them, in place. */
export type FinishProbabilities = (probabilities: Float32Array) => void;

/** Probabilities as predictions will hold them: a calibrated copy. */
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
 * Temperatures first, then the thresholds on what comes of them.
 * @param probabilities `[cells, classes]`, row-major, 0..1, as the network gives them
 * @param targets one `[classes]` of 0 and 1 a cell
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
