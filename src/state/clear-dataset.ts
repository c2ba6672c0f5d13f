import { announce } from "./announce.ts";
import { emptyDataset, useDataset } from "./dataset-store.ts";
import { showMap } from "./embedding-map.ts";
import { unexplored, useExploration } from "./exploration-store.ts";
import { useLearning } from "./learning-store.ts";
import { thumbnails } from "./picture-cache.ts";
import { reportProblem } from "./report-problem.ts";
import { noRuns, useRuns } from "./runs-store.ts";
import { nothingSelected, useSelection } from "./selection-store.ts";
import { services } from "./services.ts";
import { refreshWeights } from "./starting-weights.ts";
import { refreshStorageReport } from "./storage-store.ts";
import { tileViews } from "./tile-views.ts";

/** Forgets everything in this browser: tiles, runs, models, predictions, starting weights. The user's files are not touched. */
export async function clearDataset(): Promise<void> {
  const { imaging, learning, dataset } = services();
  imaging.cancelAll();
  try {
    if (useLearning.getState().phase !== "idle") await learning.stop();
    await dataset.clear();
  } catch (error) {
    reportProblem(error, "The data set");
    return;
  }
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
