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

/** ms after the last correction: a hand at work makes one after the other. */
const restTime = 700;

/** Tiles with cells that lost their probabilities to a correction. */
const waiting = new Set<TileId>();
const predicting = openTask("The prediction of corrected cells");
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Cells of the tile were corrected: they are predicted anew, if the data set was predicted at all. While the graphics card
 * trains or predicts they wait, and are shown as not predicted yet.
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
  // Probabilities of an earlier model are not mixed with those of a new one.
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
      // Removed or corrected again meanwhile: then the next correction asks again.
      if (!hasTag(error, "StorageBroken")) reportProblem(error, tileId);
    }
  }
}
