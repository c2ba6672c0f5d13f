import { problemFrom } from "../domain/errors.ts";
import type { TilePredictions } from "../domain/localisation.ts";
import type { TileId } from "../domain/tile.ts";
import { startingOptions } from "./advise-backbone.ts";
import { useDataset } from "./dataset-store.ts";
import { useLearning } from "./learning-store.ts";
import { processTiles } from "./process-tiles.ts";
import { selectTile } from "./selection-store.ts";
import { services } from "./services.ts";
import { refreshWeights } from "./starting-weights.ts";
import { refreshStorageReport } from "./storage-store.ts";
import { putTiles } from "./tile-table.ts";

/**
 * Whether stored probabilities are there, and of which model. Only the oldest and the newest ready tile are asked:
 * prediction always covers all, so the oldest tells whether it ever ran and the newest whether tiles came since.
 */
async function findPredictions(ready: readonly TileId[]): Promise<void> {
  const [oldest, newest] = [ready[0], ready[ready.length - 1]];
  if (oldest === undefined || newest === undefined) return;
  const { dataset } = services();
  const first = await dataset.loadPredictions(oldest);
  const last = newest === oldest ? first : await dataset.loadPredictions(newest);
  const model = useDataset.getState().model?.id ?? null;
  /** Cells that were corrected, or found again around corrected ones, are without. */
  const isStale = (tileId: TileId, predictions: TilePredictions | null) =>
    predictions?.modelId !== model ||
    predictions.numbers.length < (useDataset.getState().tiles[tileId]?.cellCount ?? 0);
  useLearning.setState({
    predictedBy: first?.modelId ?? last?.modelId ?? null,
    predictionStale: isStale(oldest, first) || isStale(newest, last),
  });
}

async function describeBackend(): Promise<void> {
  try {
    const backend = await services().learning.describeBackend();
    // Options the user has touched, or that came with a run, stay.
    useLearning.setState(({ run }) => ({
      backend,
      ...(run === null ? { options: startingOptions(backend) } : {}),
    }));
  } catch (error) {
    useLearning.setState({ backendProblem: problemFrom(error, "The GPU") });
  }
}

/** Shows the data set as it was when the page was last open, and goes on reading tiles that were not finished. */
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
    if (snapshot.run !== null) useLearning.setState({ run: snapshot.run, options: snapshot.run.options });
    const { order, tiles } = useDataset.getState();
    const ready = order.filter((id) => tiles[id]?.status === "ready");
    selectTile(ready[0] ?? order[0] ?? null);
    void refreshStorageReport();
    void processTiles(order.filter((id) => tiles[id]?.status === "queued" || tiles[id]?.status === "processing"));
    await Promise.all([describeBackend(), findPredictions(ready), refreshWeights()]);
  } catch (error) {
    useDataset.setState({ loaded: "failed", loadProblem: problemFrom(error, "The stored data set") });
  }
}
