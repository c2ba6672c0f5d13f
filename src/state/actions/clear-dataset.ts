import { announce } from "../stores/announce.ts";
import { emptyDataset, useDataset } from "../stores/dataset-store.ts";
import { showMap } from "../stores/embedding-map.ts";
import { unexplored, useExploration } from "../stores/exploration-store.ts";
import { useLearning } from "../stores/learning-store.ts";
import { cancelEveryTask } from "../stores/open-task.ts";
import { forgetPageFailures } from "../stores/page-failures.ts";
import { thumbnails } from "../stores/picture-cache.ts";
import { noRuns, useRuns } from "../stores/runs-store.ts";
import { nothingSelected, useSelection } from "../stores/selection-store.ts";
import { services } from "../stores/services.ts";
import { refreshStorageReport } from "../stores/storage-store.ts";
import { tileViews } from "../stores/tile-views.ts";
import { useWork } from "../stores/work-store.ts";
import { cancelIntake } from "./add-files.ts";
import { cancelExport } from "./export-results.ts";
import { refreshWeights } from "./manage-weights.ts";
import { cancelAllTiles, forgetSources } from "./process-tiles.ts";
import { reportProblem } from "./report-problem.ts";
import { endAutomatic, useAutomatic } from "./sample-journey.ts";

/** Ends all work. Otherwise it would store its results after everything was removed. */
async function endAllWork(): Promise<void> {
  cancelAllTiles();
  if (useAutomatic.getState()) endAutomatic();
  while (useWork.getState().intake !== null) cancelIntake();
  if (useWork.getState().exporting !== null) cancelExport();
  await cancelEveryTask();
}

/**
 * Deletes everything in this browser: tiles, runs, models, predictions, starting weights. The user's files stay as they
 * are.
 */
export async function clearDataset(): Promise<void> {
  try {
    await endAllWork();
    await services().dataset.clear();
    forgetSources();
  } catch (error) {
    reportProblem(error, "The data set");
    return;
  }
  forgetPageFailures();
  tileViews.clear();
  thumbnails.clear();
  useSelection.setState(nothingSelected);
  useDataset.setState({ ...emptyDataset, loaded: "ready" });
  useRuns.setState(noRuns);
  useLearning.setState({
    run: null,
    step: null,
    trace: [],
    predictedBy: null,
    predictionStale: false,
    problem: null,
  });
  showMap(null, "");
  useExploration.setState(unexplored);
  await refreshWeights().catch((error: unknown) => reportProblem(error, "The starting weights"));
  announce("Everything was removed.");
  void refreshStorageReport();
}
