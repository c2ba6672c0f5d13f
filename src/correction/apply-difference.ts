import { type LabelDifference, type LabelRuns, writeRuns } from "../domain/cell/label-difference.ts";

/**
 * Applies a correction to both maps, in place.
 *
 * @param cells `[height, width]`, row-major: labels of the cells.
 * @param nuclei the same shape: labels of the nuclei.
 * @throws RangeError when the difference was made for other maps; then nothing is changed.
 */
export function applyDifference(cells: Uint16Array, nuclei: Uint16Array, difference: LabelDifference): void {
  checkRuns(cells, difference.cells);
  checkRuns(nuclei, difference.nuclei);
  writeRuns(cells, difference.cells);
  writeRuns(nuclei, difference.nuclei);
}

/** The difference that undoes a difference. */
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
