import { hasTag } from "../../domain/errors.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { starterModelId } from "../../domain/training/starter-model.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { useLearning } from "../stores/learning-store.ts";
import { openTask } from "../stores/open-task.ts";
import { services } from "../stores/services.ts";
import { refreshPredictions } from "../stores/tile-views.ts";
import { starterModelAddress } from "./predict-with-starter.ts";
import { reportProblem } from "./report-problem.ts";

/** Time after the last correction before the prediction starts, in ms. Corrections often follow each other closely. */
const restTime = 700;

/** Tiles with cells that lost their probabilities to a correction. */
const waiting = new Set<TileId>();
const predicting = openTask("The prediction of corrected cells");
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Predicts the corrected cells of a tile again, if the data set was predicted before. The cells wait while the graphics
 * card trains or predicts. Until then the page shows them as not predicted.
 */
export function predictTouched(tileId: TileId): void {
  waiting.add(tileId);
  wake();
}

function wake(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void predictWaiting(), restTime);
}

useLearning.subscribe(({ phase }, before) => {
  if (phase === "idle" && before.phase !== "idle" && waiting.size > 0) wake();
});

async function predictWaiting(): Promise<void> {
  const { phase, predictedBy, predictionOptions } = useLearning.getState();
  const { model, tiles } = useDataset.getState();
  // Probabilities of an earlier model must not be mixed with those of a new one.
  const starter = model === null && predictedBy === starterModelId ? starterModelAddress() : null;
  if (starter === null && (model === null || predictedBy !== model.id)) {
    waiting.clear();
    return;
  }
  if (phase !== "idle") return;
  for (const tileId of [...waiting]) {
    waiting.delete(tileId);
    if (tiles[tileId] === undefined) continue;
    try {
      const done = await predicting.run((signal) =>
        services().learning.predictMissing(tileId, predictionOptions, starter, signal),
      );
      if (done) await refreshPredictions();
      else waiting.add(tileId);
    } catch (error) {
      // The tile was removed or changed again meanwhile. The next correction starts another prediction.
      if (!hasTag(error, "StorageBroken")) reportProblem(error, tileId);
    }
  }
}
