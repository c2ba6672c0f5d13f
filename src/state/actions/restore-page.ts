import { startingOptions } from "../derive/advise-backbone.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { idleLearning, useLearning } from "../stores/learning-store.ts";
import { recordFailure } from "../stores/page-failures.ts";
import { useRuns } from "../stores/runs-store.ts";
import { selectTile } from "../stores/selection-store.ts";
import { services } from "../stores/services.ts";
import { refreshStorageReport } from "../stores/storage-store.ts";
import { putTiles } from "../stores/tile-table.ts";
import { findPredictions } from "./find-predictions.ts";
import { refreshWeights } from "./manage-weights.ts";
import { processTiles } from "./process-tiles.ts";

async function describeBackend(): Promise<void> {
  try {
    const backend = await services().learning.describeBackend();
    // Options that the user has changed, or that came with a run, stay.
    useLearning.setState(({ options }) => ({
      backend,
      ...(options === idleLearning.options ? { options: startingOptions(backend) } : {}),
    }));
  } catch (error) {
    useLearning.setState({ backendProblem: recordFailure(error, "The GPU") });
  }
}

/** Shows the data set as it was when the page was last open, and processes the tiles that were not finished. */
export async function restoreDataset(): Promise<void> {
  try {
    const snapshot = await services().dataset.restore();
    useDataset.setState((state) => ({
      ...putTiles(state, snapshot.tiles),
      loaded: "ready",
      problems: snapshot.problems,
      classes: snapshot.classes,
      segmentation: snapshot.segmentation,
      crop: snapshot.crop,
      pixelSize: snapshot.pixelSize,
      model: snapshot.model,
    }));
    useRuns.setState({ runs: snapshot.runs, predictor: snapshot.predictor });
    if (snapshot.run !== null) useLearning.setState({ run: snapshot.run, options: snapshot.run.options });
    const { order, tiles } = useDataset.getState();
    const ready = order.filter((id) => tiles[id]?.status === "ready");
    selectTile(ready[0] ?? order[0] ?? null);
    void refreshStorageReport();
    void processTiles(order.filter((id) => tiles[id]?.status === "queued" || tiles[id]?.status === "processing"));
    await Promise.all([describeBackend(), findPredictions(), refreshWeights()]);
  } catch (error) {
    useDataset.setState({ loaded: "failed", loadProblem: recordFailure(error, "The stored data set") });
  }
}
