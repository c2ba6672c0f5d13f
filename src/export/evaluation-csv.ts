import Papa from "papaparse";
import type { EvaluationReport, Figure } from "../domain/localisation/evaluation.ts";

/**
 * Writes a model's figures as a table (RFC 4180): one row for each class, and a last row for all classes together.
 * Figures that are not defined are empty, and so are the ends of intervals that do not exist. The rest of the report is
 * in `run.json`.
 */
export function evaluationCsv(
  { classes, meanAveragePrecision, calibrationError }: EvaluationReport,
  names: readonly string[],
): string {
  const rows = classes.map((figures, index) => ({
    class: names[index] ?? String(index),
    positives: figures.positives,
    ...columnsOf("average_precision", figures.averagePrecision),
    ...columnsOf("roc_auc", figures.rocAuc),
    threshold: figures.threshold,
    precision: figures.precision,
    recall: figures.recall,
    ...columnsOf("f1", figures.f1),
    f1_cross_fitted: figures.crossFittedF1,
    temperature: figures.temperature,
    calibration_error_before: figures.positives === 0 ? null : figures.calibrationError.before,
    calibration_error_after: figures.positives === 0 ? null : figures.calibrationError.after,
  }));
  const all = {
    class: "all classes",
    ...columnsOf("average_precision", meanAveragePrecision),
    calibration_error_before: calibrationError.before,
    calibration_error_after: calibrationError.after,
  };
  const columns = Object.keys(rows[0] ?? all);
  return `${Papa.unparse([...rows, all], { columns, newline: "\r\n", escapeFormulae: /^[=+@\t\r\n＝＋＠]/ })}\r\n`;
}

function columnsOf(name: string, figure: Figure | null): Record<string, number | null> {
  return {
    [name]: figure?.value ?? null,
    [`${name}_low`]: figure?.interval?.low ?? null,
    [`${name}_high`]: figure?.interval?.high ?? null,
  };
}
