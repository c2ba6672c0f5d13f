import { announce } from "../stores/announce.ts";
import { emptyDataset, useDataset } from "../stores/dataset-store.ts";
import { showMap } from "../stores/embedding-map.ts";
import { unexplored, useExploration } from "../stores/exploration-store.ts";
import { useLearning } from "../stores/learning-store.ts";
import { learningTask } from "../stores/learning-task.ts";
import { forgetPageFailures } from "../stores/page-failures.ts";
import { thumbnails } from "../stores/picture-cache.ts";
import { noRuns, useRuns } from "../stores/runs-store.ts";
import { nothingSelected, useSelection } from "../stores/selection-store.ts";
import { services } from "../stores/services.ts";
import { refreshStorageReport } from "../stores/storage-store.ts";
import { tileViews } from "../stores/tile-views.ts";
import { refreshWeights } from "./manage-weights.ts";
import { cancelAllTiles, forgetSources } from "./process-tiles.ts";
import { reportProblem } from "./report-problem.ts";

/**
 * Deletes everything in this browser: tiles, runs, models, predictions, starting weights. The user's files stay as they
 * are.
 */
export async function clearDataset(): Promise<void> {
  cancelAllTiles();
  try {
    await learningTask.cancel();
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
