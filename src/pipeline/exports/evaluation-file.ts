import type { ExportedFile } from "../../domain/dataset/exported-file.ts";
import { nothingYet } from "../../domain/nothing-yet.ts";
import { evaluationCsv } from "../../export/evaluation-csv.ts";
import { loadChosenManifest } from "../../storage/run-store.ts";

/**
 * The figures of the model that predicts, as a table.
 * @throws NothingToLearn when there is no model, or nothing was held back when it was trained.
 */
export async function evaluationFile(): Promise<ExportedFile> {
  const name = "evaluation.csv";
  const manifest = await loadChosenManifest();
  if (!manifest?.evaluation) {
    throw nothingYet(
      name,
      "There is no evaluated model.",
      "Train one with a validation share above 0, then export again.",
    );
  }
  return { name, file: new Blob([evaluationCsv(manifest.evaluation, manifest.classes.names)], { type: "text/csv" }) };
}
