import Papa from "papaparse";
import { expect, it } from "vitest";
import { hpaClasses } from "../../../src/domain/localisation/localisation.ts";
import { evaluationCsv } from "../../../src/export/evaluation-csv.ts";
import { makeEvaluation } from "../../browser/ui/fakes/fake-evaluation.ts";

it("has a row for every class, empty where figures are not defined, and one for all classes together", () => {
  const report = makeEvaluation();
  const text = evaluationCsv(report, hpaClasses.names);
  const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  expect(data.map((row) => row["class"])).toEqual([...hpaClasses.names, "all classes"]);
  expect(text).not.toMatch(/NaN|null|undefined/);
  report.classes.forEach(({ positives, averagePrecision, f1, threshold }, index) => {
    const row = data[index] ?? {};
    expect(Number(row["positives"])).toBe(positives);
    expect(Number(row["threshold"])).toBe(threshold);
    if (positives === 0) {
      for (const column of [
        "average_precision",
        "roc_auc",
        "precision",
        "recall",
        "f1",
        "f1_cross_fitted",
        "calibration_error_after",
      ]) {
        expect(row[column], column).toBe("");
      }
    } else {
      expect(Number(row["average_precision"])).toBe(averagePrecision?.value);
      expect(Number(row["average_precision_low"])).toBe(averagePrecision?.interval?.low);
      expect(Number(row["f1_high"])).toBe(f1?.interval?.high);
    }
  });
  expect(Number(data.at(-1)?.["average_precision"])).toBe(report.meanAveragePrecision?.value);
  expect(data.at(-1)?.["f1"]).toBe("");
});
