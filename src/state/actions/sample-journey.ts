import { create } from "zustand";
import { sampleOptions } from "../derive/advise-backbone.ts";
import { announce } from "../stores/announce.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { useLearning } from "../stores/learning-store.ts";
import { useSelection } from "../stores/selection-store.ts";
import { countTiles } from "../stores/tile-table.ts";
import { tileViews } from "../stores/tile-views.ts";
import { addSampleTiles } from "./add-files.ts";
import { predictSamples } from "./predict-with-starter.ts";
import { startTraining } from "./train-model.ts";

/** True while the page goes through all steps by itself. */
export const useAutomatic = create<boolean>()(() => false);

/** Ends the automatic journey. Steps that have begun go on; the later steps wait for the user. */
export function endAutomatic(): void {
  useAutomatic.setState(false, true);
  announce("The remaining steps wait for you.");
}

/**
 * Loads the first tile before the others are made. The same worker makes the other tiles, so it would load the first
 * one late. When the tile cannot be loaded, the viewer shows the problem.
 */
async function showFirstTile(): Promise<void> {
  const { tileId } = useSelection.getState();
  if (tileId !== null) await tileViews.get(tileId).catch(() => undefined);
}

/**
 * Goes through all steps after one click: it makes sample tiles, segments them, predicts them with the model that comes
 * with the page, trains a short run, and predicts again. One tile comes before the others, so that the user can look at
 * its cells and their probabilities while the page makes the others.
 */
export async function trySampleTiles(): Promise<void> {
  useAutomatic.setState(true, true);
  try {
    if (!(await addSampleTiles({ count: 1 }))) return;
    const hasModel = useDataset.getState().model !== null;
    if (!hasModel) await predictSamples();
    const added = await addSampleTiles({ first: 1 }, showFirstTile);
    if (!added || !useAutomatic.getState()) return;
    if (countTiles(useDataset.getState().tiles).learnable === 0) return;
    if (!hasModel) await predictSamples();
    if (!useAutomatic.getState()) return;
    const options = sampleOptions(useLearning.getState().backend);
    useLearning.setState({ options });
    await startTraining(options);
  } finally {
    useAutomatic.setState(false, true);
  }
}
