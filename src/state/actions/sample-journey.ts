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

/** Whether the page walks through all steps by itself. */
export const useAutomatic = create<boolean>()(() => false);

/** The steps that have begun go on; the ones after them wait for the user. */
export function endAutomatic(): void {
  useAutomatic.setState(false, true);
  announce("The remaining steps wait for you.");
}

/** Whoever makes the other tiles also loads this one, and would come to it late. That it cannot be shown is told where it is. */
async function showFirstTile(): Promise<void> {
  const { tileId } = useSelection.getState();
  if (tileId !== null) await tileViews.get(tileId).catch(() => undefined);
}

/**
 * One click: sample tiles, segmentation, first probabilities by the model that comes with the page, a short training, prediction.
 * One tile comes before the others, so that its cells and their probabilities are there to look at while the rest is made.
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
