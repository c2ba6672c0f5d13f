import type { TilePredictions } from "../../domain/localisation/localisation.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { starterModelId } from "../../domain/training/starter-model.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { useLearning } from "../stores/learning-store.ts";
import { services } from "../stores/services.ts";

/**
 * Finds out whether there are stored probabilities, and which model predicted them. It reads only the oldest and the
 * newest ready tile. Prediction always covers all tiles: so the oldest tile shows whether a prediction ever ran, and
 * the newest shows whether tiles came since.
 */
export async function findPredictions(): Promise<void> {
  const { order, tiles } = useDataset.getState();
  const ready = order.filter((id) => tiles[id]?.status === "ready");
  const [oldest, newest] = [ready[0], ready[ready.length - 1]];
  if (oldest === undefined || newest === undefined) return;
  const { dataset } = services();
  const first = await dataset.loadPredictions(oldest);
  const last = newest === oldest ? first : await dataset.loadPredictions(newest);
  // Without a trained model, the model that comes with the page may have predicted.
  const model = useDataset.getState().model?.id ?? starterModelId;
  /** Cells that were corrected, or found again around corrected cells, have no probabilities. */
  const isStale = (tileId: TileId, predictions: TilePredictions | null) =>
    predictions?.modelId !== model || predictions.numbers.length < (tiles[tileId]?.cellCount ?? 0);
  useLearning.setState({
    predictedBy: first?.modelId ?? last?.modelId ?? null,
    predictionStale: isStale(oldest, first) || isStale(newest, last),
  });
}
