import type { Problem } from "../../domain/errors.ts";
import type { RunList } from "../../domain/training/run-list.ts";
import { starterModelId } from "../../domain/training/starter-model.ts";
import type { ModelChoice } from "../../domain/training/training-run.ts";
import { announce } from "../stores/announce.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { useLearning } from "../stores/learning-store.ts";
import { openTask } from "../stores/open-task.ts";
import { putRun, useRuns } from "../stores/runs-store.ts";
import { services } from "../stores/services.ts";
import { refreshStorageReport } from "../stores/storage-store.ts";
import { findPredictions } from "./find-predictions.ts";
import { reportProblem } from "./report-problem.ts";

/** Takes over the stored list. Probabilities of another model than the current one become out of date. */
function takeRunList({ runs, predictor, model }: RunList): void {
  useRuns.setState({ runs, predictor });
  useDataset.setState({ model });
  const { predictedBy } = useLearning.getState();
  if (predictedBy !== null && predictedBy !== (model?.id ?? starterModelId))
    useLearning.setState({ predictionStale: true });
}

export async function refreshRuns(): Promise<void> {
  try {
    takeRunList(await services().dataset.listRuns());
  } catch (error) {
    reportProblem(error, "The list of runs");
  }
}

export async function saveNotes(id: string, notes: string): Promise<void> {
  const run = useRuns.getState().runs.find((known) => known.id === id);
  if (run === undefined || run.notes === notes) return;
  putRun({ ...run, notes });
  try {
    await services().dataset.saveRunNotes(id, notes);
  } catch (error) {
    reportProblem(error, "The notes");
  }
}

/** Deletes a run with its checkpoints for good. */
export async function deleteRun(id: string): Promise<void> {
  try {
    takeRunList(await services().dataset.deleteRun(id));
    const { run } = useLearning.getState();
    if (run?.id === id) useLearning.setState({ run: null, trace: [], problem: null });
    announce("The run was deleted.");
  } catch (error) {
    reportProblem(error, "The run");
  }
  void refreshStorageReport();
}

/** Chooses the model that predicts from now on. Stored probabilities stay until the next prediction. */
export async function choosePredictor(choice: ModelChoice): Promise<void> {
  try {
    takeRunList(await services().dataset.choosePredictor(choice));
    // The stored probabilities may come from this model.
    await findPredictions();
    announce("Another model predicts from now on.");
  } catch (error) {
    reportProblem(error, "The model");
  }
}

const importing = openTask("The import of a model");

/** Imports a model from its file, to predict with it. Returns the problem with the file, or null. */
export async function importModel(file: File): Promise<Problem | null> {
  try {
    takeRunList(await importing.run((signal) => services().dataset.importModel(file, signal)));
    announce(`The model ${file.name} predicts from now on.`);
    return null;
  } catch (error) {
    return reportProblem(error, file.name);
  } finally {
    void refreshStorageReport();
  }
}
