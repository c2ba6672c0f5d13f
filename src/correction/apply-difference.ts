import { type LabelDifference, type LabelRuns, writeRuns } from "../domain/cell/label-difference.ts";

/**
 * Changes both maps, in place.
 *
 * @param cells `[height, width]` labels of the cells, @param nuclei of the nuclei.
 * @throws RangeError, before anything is changed, when the difference was made for other maps.
 */
export function applyDifference(cells: Uint16Array, nuclei: Uint16Array, difference: LabelDifference): void {
  checkRuns(cells, difference.cells);
  checkRuns(nuclei, difference.nuclei);
  writeRuns(cells, difference.cells);
  writeRuns(nuclei, difference.nuclei);
}

/** What takes a difference back. */
export function invertDifference({ cells, nuclei }: LabelDifference): LabelDifference {
  return { cells: invertRuns(cells), nuclei: invertRuns(nuclei) };
}

function invertRuns({ starts, lengths, before, after }: LabelRuns): LabelRuns {
  return { starts, lengths, before: after, after: before };
}

function checkRuns(labels: Uint16Array, { starts, lengths, before }: LabelRuns): void {
  starts.forEach((start, run) => {
    const end = start + lengths[run]!;
    const was = before[run];
    for (let at = start; at < end; at++) {
      if (labels[at] !== was) throw new RangeError("The correction was made for other cells than these.");
    }
  });
}
