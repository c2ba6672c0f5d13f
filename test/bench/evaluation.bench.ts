import { expect, it } from "vitest";
import { evaluationReport } from "../../src/evaluation/evaluation-report.ts";
import { fitCalibration } from "../../src/evaluation/fit-calibration.ts";
import { randomStream } from "../../src/learning/random.ts";
import { makeValidationCells } from "../unit/evaluation/validation-cells.ts";
import { timeReferenceWork } from "./reference-work.ts";
import { median, tellRatio } from "./tell-ratio.ts";

/** Processor seconds of this process, which do not depend on other processes. */
function processorSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

it("an epoch's calibration and report, 10,000 cells of 19 classes", () => {
  const classes = 19;
  const cells = makeValidationCells(1, 250, 40, classes);
  const leave = () => undefined;
  let calibration = fitCalibration(cells.probabilities, cells.targets, classes, leave);
  const fitting = processorSeconds(() => {
    calibration = fitCalibration(cells.probabilities, cells.targets, classes, leave);
  });
  const reporting = processorSeconds(() => {
    evaluationReport(cells, calibration, leave, randomStream(1, "bootstrap"));
  });
  const reference = median([1, 2, 3, 4, 5].map(() => processorSeconds(timeReferenceWork)));
  console.log(
    `calibration ${fitting.toFixed(2)} s, report with 500 resamples ${reporting.toFixed(2)} s of one processor`,
  );
  expect(tellRatio("both", 1000 * (fitting + reporting), 1000 * reference, 4000)).toBeLessThan(100);
});
