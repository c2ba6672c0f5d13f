import type { CellReference } from "../../domain/cell/cell.ts";
import type { TilePredictions, WeakLabel } from "../../domain/localisation/localisation.ts";
import { rankClasses } from "../../domain/localisation/top-classes.ts";
import type { ChannelDisplays } from "../../domain/tile/channel-display.ts";
import { useHeat } from "../../state/stores/heat-store.ts";
import { CellCrop } from "./CellCrop.tsx";
import { HeatControls } from "./HeatControls.tsx";
import { useExplanation } from "./use-explanation.ts";

interface ExplainedCropProps extends CellReference {
  readonly displays: ChannelDisplays;
  /** Changes with every correction of the cell, because its picture changes too. */
  readonly version: string;
  readonly predictions: TilePredictions | null;
  readonly weakLabel: WeakLabel | null;
}

/** A cell's crop and, on demand, a heat map that shows where in it the model sees a class. */
export function ExplainedCrop({ predictions, weakLabel, ...crop }: ExplainedCropProps) {
  const { shown, classIndex: chosen, opacity } = useHeat();
  const { tileId, number, version } = crop;
  // Without probabilities, a label of the tile is the best guess.
  const likeliest = rankClasses(predictions, number)?.[0]?.classIndex ?? weakLabel?.[0] ?? 0;
  const classIndex = chosen ?? likeliest;
  const state = useExplanation({ tileId, number }, version, classIndex, shown);
  const heat = state.status === "ready" ? state.explanation.heat : null;
  return (
    <>
      <CellCrop {...crop} heat={heat} opacity={opacity} />
      <HeatControls state={state} classIndex={classIndex} likeliest={likeliest} />
    </>
  );
}
