import type { TilePredictions } from "../../domain/localisation/localisation.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { starterModelId } from "../../domain/training/starter-model.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { useLearning } from "../stores/learning-store.ts";
import { services } from "../stores/services.ts";

/**
 * Whether stored probabilities are there, and of which model. Only the oldest and the newest ready tile are asked:
 * prediction always covers all, so the oldest tells whether it ever ran and the newest whether tiles came since.
 */
export async function findPredictions(): Promise<void> {
  const { order, tiles } = useDataset.getState();
  const ready = order.filter((id) => tiles[id]?.status === "ready");
  const [oldest, newest] = [ready[0], ready[ready.length - 1]];
  if (oldest === undefined || newest === undefined) return;
  const { dataset } = services();
  const first = await dataset.loadPredictions(oldest);
  const last = newest === oldest ? first : await dataset.loadPredictions(newest);
  // Until a model is trained, the one that comes with the page may have predicted.
  const model = useDataset.getState().model?.id ?? starterModelId;
  /** Cells that were corrected, or found again around corrected ones, are without. */
  const isStale = (tileId: TileId, predictions: TilePredictions | null) =>
    predictions?.modelId !== model || predictions.numbers.length < (tiles[tileId]?.cellCount ?? 0);
  useLearning.setState({
    predictedBy: first?.modelId ?? last?.modelId ?? null,
    predictionStale: isStale(oldest, first) || isStale(newest, last),
  });
}
