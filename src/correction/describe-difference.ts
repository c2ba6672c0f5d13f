import type { Box } from "../domain/cell/cell.ts";
import type { LabelDifference } from "../domain/cell/label-difference.ts";
import { unionBox } from "./union-box.ts";

/** Whether the difference changes nothing. */
export function isEmptyDifference({ cells, nuclei }: LabelDifference): boolean {
  return cells.starts.length === 0 && nuclei.starts.length === 0;
}

/** Numbers of the cells that gain or lose pixels, of the cell or of its nucleus, ascending. */
export function touchedCells({ cells, nuclei }: LabelDifference): number[] {
  const touched = new Set([...cells.before, ...cells.after, ...nuclei.before, ...nuclei.after]);
  touched.delete(0);
  return [...touched].sort((a, b) => a - b);
}

/**
 * The box around all pixels that change; null when none does.
 *
 * @param width width of the maps, px.
 */
export function differenceBox({ cells, nuclei }: LabelDifference, width: number): Box | null {
  const boxes = [cells, nuclei].flatMap(({ starts, lengths }) =>
    Array.from(starts, (start, run) => {
      const top = Math.floor(start / width);
      const left = start - top * width;
      return { left, top, right: left + lengths[run]!, bottom: top + 1 };
    }),
  );
  return unionBox(boxes);
}
