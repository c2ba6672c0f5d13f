import type { ExportedFile } from "../../domain/dataset/exported-file.ts";
import { nothingYet } from "../../domain/nothing-yet.ts";
import { evaluationCsv } from "../../export/evaluation-csv.ts";
import { loadChosenManifest } from "../../storage/run-store.ts";

/**
 * Writes the validation figures of the predicting model as a table.
 * @throws NothingToLearn when there is no model, or when its run had no validation tiles.
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
