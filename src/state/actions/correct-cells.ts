import type { CorrectedTile, CorrectionStep } from "../../domain/cell/correction.ts";
import { writeRuns } from "../../domain/cell/label-difference.ts";
import type { TileView } from "../../domain/cell/tile-view.ts";
import { hasTag } from "../../domain/errors.ts";
import { selectPredictions } from "../../domain/localisation/select-predictions.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { announce } from "../stores/announce.ts";
import { refuse, useCorrection } from "../stores/correction-store.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { selectCells, selectedCells, useSelection } from "../stores/selection-store.ts";
import { services } from "../stores/services.ts";
import { putTiles } from "../stores/tile-table.ts";
import { forgetView, replaceView, tileViews } from "../stores/tile-views.ts";
import { useWork } from "../stores/work-store.ts";
import { predictTouched } from "./predict-touched.ts";
import { reportProblem } from "./report-problem.ts";

const said: Readonly<Record<CorrectionStep["kind"], string>> = {
  delete: "Cells deleted.",
  merge: "Cells merged.",
  split: "Cell split.",
  draw: "Cell drawn.",
  paint: "Cell painted.",
  erase: "Part of the cell erased.",
  "fill-holes": "Holes filled.",
  undo: "Correction undone.",
  redo: "Correction made again.",
};

/** Makes one step of correction on the tile in view. Resolves when the page shows the new cells or the refusal. */
export async function correctCells(step: CorrectionStep): Promise<void> {
  const { tileId } = useSelection.getState();
  if (tileId === null) return;
  if (useWork.getState().stages[tileId] !== undefined) {
    tellRefusal("The tile is being segmented. Correct its cells afterwards.");
    return;
  }
  useCorrection.setState(({ waiting }) => ({ waiting: waiting + 1, refusal: null }));
  try {
    const made = await services().dataset.correctCells(tileId, step);
    if ("refused" in made) tellRefusal(made.refused);
    else {
      takeCorrection(tileId, made, step.kind);
      announce(said[step.kind]);
      predictTouched(tileId);
    }
  } catch (error) {
    // The tile was segmented again or removed meanwhile, so its view is out of date.
    if (hasTag(error, "Cancelled")) forgetView(tileId);
    else tellRefusal(reportProblem(error, tileId)?.message ?? "");
  } finally {
    useCorrection.setState(({ waiting }) => ({ waiting: waiting - 1 }));
  }
}

function tellRefusal(refusal: string): void {
  refuse(refusal);
  announce(refusal);
}

function takeCorrection(tileId: TileId, made: CorrectedTile, kind: CorrectionStep["kind"]): void {
  useDataset.setState((state) => putTiles(state, [made.record]));
  const view = tileViews.peek(tileId);
  if (view !== null) replaceView(correctedView(view, made));
  if (useSelection.getState().tileId === tileId) selectAfter(made, kind);
}

/**
 * Returns the view with the correction. It changes the label maps in place, because they have megabytes and nothing
 * else uses them.
 */
function correctedView(
  view: TileView,
  { record, difference, cells, removed, count, history }: CorrectedTile,
): TileView {
  writeRuns(view.cellMap.labels, difference.cells);
  writeRuns(view.nucleusMap.labels, difference.nuclei);
  const touched = new Set([...cells.map(({ number }) => number), ...removed]);
  return {
    ...view,
    record,
    history,
    cellMap: { ...view.cellMap, count },
    nucleusMap: { ...view.nucleusMap, count },
    cells: [...view.cells.filter(({ number }) => !touched.has(number)), ...cells].sort((a, b) => a.number - b.number),
    predictions: selectPredictions(view.predictions, (number) => !touched.has(number)),
  };
}

/** Selects the new cell, so that the next step can use it. Cells that are gone leave the selection. */
function selectAfter({ cells, removed }: CorrectedTile, kind: CorrectionStep["kind"]): void {
  const left = selectedCells(useSelection.getState()).filter((number) => !removed.includes(number));
  if (kind === "merge") selectCells(cells.slice(0, 1).map(({ number }) => number));
  else if (kind === "draw") selectCells(cells.slice(-1).map(({ number }) => number));
  else if (left.length !== selectedCells(useSelection.getState()).length) selectCells(left);
}

/** Returns the selected cells of the tile in view. */
function selection(): readonly number[] {
  return selectedCells(useSelection.getState());
}

export function deleteSelected(): void {
  const cells = selection();
  if (cells.length === 0) tellRefusal("Select the cells to delete first.");
  else void correctCells({ kind: "delete", cells });
}

export function mergeSelected(): void {
  const cells = selection();
  if (cells.length < 2) tellRefusal("Select two cells or more to merge: click one, then another with Shift.");
  else void correctCells({ kind: "merge", cells });
}

export function fillHolesOfSelected(): void {
  const cells = selection();
  if (cells.length === 0) tellRefusal("Select the cell whose holes to fill first.");
  else void correctCells({ kind: "fill-holes", cells });
}

export function undoCorrection(): void {
  void correctCells({ kind: "undo" });
}

export function redoCorrection(): void {
  void correctCells({ kind: "redo" });
}
