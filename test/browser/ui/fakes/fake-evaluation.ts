import type { EvaluationReport } from "../../../../src/domain/localisation/evaluation.ts";
import { hpaClasses } from "../../../../src/domain/localisation/localisation.ts";
import { evaluationReport } from "../../../../src/evaluation/evaluation-report.ts";
import { fitCalibration } from "../../../../src/evaluation/fit-calibration.ts";
import { randomStream } from "../../../../src/learning/random.ts";
import { makeValidationCells } from "../../../unit/evaluation/validation-cells.ts";

/** An evaluation of invented probabilities. Every fourth class has no validation cells. */
export function makeEvaluation(): EvaluationReport {
  const classes = hpaClasses.names.length;
  const made = makeValidationCells(1, 24, 20, classes);
  const targets = made.targets.map((row) => row.map((value, index) => (index % 4 === 3 ? 0 : value)));
  const cells = { ...made, targets };
  const leave = () => undefined;
  const calibration = fitCalibration(cells.probabilities, targets, classes, leave);
  const report = evaluationReport(cells, calibration, leave, randomStream(1, "bootstrap"));
  return { epoch: 10, tiles: 24, heldBackBy: "tile", ...report };
}
