import type { Calibration, EvaluationReport } from "../../domain/localisation/evaluation.ts";
import type { ClassList } from "../../domain/localisation/localisation.ts";
import { evaluationReport } from "../../evaluation/evaluation-report.ts";
import { fitCalibration } from "../../evaluation/fit-calibration.ts";
import { randomStream } from "../../learning/random.ts";
import { blendNegative } from "../../learning/weak-labels/negative-probability.ts";
import type { TrainingData } from "./training-data.ts";

/** The validation result of one epoch's weights. It is part of their manifest. */
export interface Judgement {
  readonly calibration: Calibration;
  readonly evaluation: EvaluationReport;
}

/**
 * Calibrates an epoch's weights on the validation cells and computes the report. The figures use the probabilities
 * that predictions will have: calibrated, and with `Negative` blended. Options of prediction (flips, the weight of
 * cells cut by the border) have no influence.
 * @param probabilities `[validation cells, classes]`, row-major, 0..1, as the network gives them.
 * @returns Null when there are no validation cells, or when a probability is not finite.
 */
export function judgeModel(
  { validation, validationTiles, heldBackBy, clusterOf }: TrainingData,
  classes: ClassList,
  seed: number,
  epoch: number,
  probabilities: Float32Array,
): Judgement | null {
  if (validation.length === 0 || !probabilities.every(Number.isFinite)) return null;
  const names = [...new Set(validation.map(({ tileId }) => clusterOf.get(tileId) ?? tileId))];
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const clusters = Uint32Array.from(validation, ({ tileId }) => indexOf.get(clusterOf.get(tileId) ?? tileId) ?? 0);
  const targets = validation.map((example) => example.targets);
  const count = classes.names.length;
  const finish = (values: Float32Array) => blendNegative(values, count, classes.negative);
  const calibration = fitCalibration(probabilities, targets, count, finish);
  const cells = { probabilities, targets, clusters, clusterCount: names.length };
  // Every epoch uses the same resamples, so that intervals of epochs, and of runs with the same split, are comparable.
  const report = evaluationReport(cells, calibration, finish, randomStream(seed, "bootstrap"));
  return { calibration, evaluation: { epoch, tiles: validationTiles.length, heldBackBy, ...report } };
}
