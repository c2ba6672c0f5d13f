import { applyDifference, invertDifference } from "../../../../src/correction/apply-difference.ts";
import { correctMaps } from "../../../../src/correction/correct-maps.ts";
import { touchedCells } from "../../../../src/correction/describe-difference.ts";
import type { Cell } from "../../../../src/domain/cell/cell.ts";
import type { Refusal } from "../../../../src/domain/cell/cell-edit.ts";
import type { CorrectedTile, CorrectionStep } from "../../../../src/domain/cell/correction.ts";
import type { LabelDifference } from "../../../../src/domain/cell/label-difference.ts";
import type { TileView } from "../../../../src/domain/cell/tile-view.ts";
import { measureCells } from "../../../../src/segmentation/measure/measure-cells.ts";

/** Corrects one tile in memory, on a copy of its view and with the same functions as the worker. */
export function fakeCorrections({ record, pixels, cellMap, nucleusMap, cells }: TileView) {
  const cellLabels = cellMap.labels.slice();
  const nucleusLabels = nucleusMap.labels.slice();
  const log: LabelDifference[] = [];
  let known: readonly Cell[] = cells;
  let done = 0;

  function make(difference: LabelDifference): CorrectedTile {
    applyDifference(cellLabels, nucleusLabels, difference);
    const size = { width: pixels.width, height: pixels.height, count: 100 };
    const touched = touchedCells(difference);
    const before = known;
    known = measureCells(record.id, pixels, { ...size, labels: cellLabels }, { ...size, labels: nucleusLabels }).map(
      (cell) => ({
        ...cell,
        corrected: touched.includes(cell.number) || before.some((old) => old.number === cell.number && old.corrected),
      }),
    );
    const there = new Set(known.map(({ number }) => number));
    return {
      record: {
        ...record,
        cellCount: known.length,
        correctedCells: known.filter(({ corrected }) => corrected).length,
      },
      difference,
      cells: known.filter(({ number }) => touched.includes(number)),
      removed: touched.filter((number) => !there.has(number)),
      count: Math.max(...there),
      history: { done, undone: log.length - done },
    };
  }

  return function correct(step: CorrectionStep): CorrectedTile | Refusal {
    if (step.kind === "undo") {
      const last = log[done - 1];
      if (last === undefined) return { refused: "There is nothing to undo." };
      done -= 1;
      return make(invertDifference(last));
    }
    if (step.kind === "redo") {
      const next = log[done];
      if (next === undefined) return { refused: "There is nothing to redo." };
      done += 1;
      return make(next);
    }
    const boxes = new Map(known.map(({ number, box }) => [number, box]));
    const size = { width: pixels.width, height: pixels.height, count: 100 };
    const maps = { cells: { ...size, labels: cellLabels }, nuclei: { ...size, labels: nucleusLabels }, boxes };
    const difference = correctMaps(maps, step);
    if ("refused" in difference) return difference;
    log.splice(done, log.length, difference);
    done += 1;
    return make(difference);
  };
}
