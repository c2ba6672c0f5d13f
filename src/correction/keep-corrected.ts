import type { LabelMap } from "../domain/tile/label-map.ts";
import { countOverlaps } from "../imaging/count-overlaps.ts";
import { labelBoxes } from "../imaging/label-boxes.ts";
import { applyDifference } from "./apply-difference.ts";
import type { CellMaps } from "./cell-maps.ts";
import { keepMainPiece } from "./keep-main-piece.ts";
import { differenceOf, openWindow } from "./map-window.ts";

/** Cells that were corrected by hand, as they were before the tile was segmented again. */
export interface CorrectedCells {
  readonly cells: LabelMap;
  readonly nuclei: LabelMap;
  /** Numbers of the corrected cells in both maps; other cells of the maps do not count. */
  readonly numbers: ReadonlySet<number>;
}

/** A found cell is the same cell as a corrected one when their intersection over union is at least this. */
const sameCell = 0.5;

/** A found cell with more than this share of its px in corrected cells is replaced by them. */
const mostly = 0.5;

/**
 * Puts corrected cells in place of the cells that segmentation found where they are. Corrected cells keep their
 * numbers; found cells get the lowest free numbers, in their order. Found cells that only reach into a corrected cell
 * lose the pixels there, and only their main piece stays.
 *
 * @param found 1..count without gaps; both maps have the same size as those of `kept`.
 * @returns new maps; the given ones stay as they are.
 */
export function keepCorrected(
  found: { readonly cells: LabelMap; readonly nuclei: LabelMap },
  kept: CorrectedCells,
): { readonly cells: LabelMap; readonly nuclei: LabelMap } {
  const { width, height, count } = found.cells;
  const replaced = findReplaced(found.cells, kept);
  const numberOf = new Uint16Array(count + 1);
  let next = 1;
  for (let number = 1; number <= count; number++) {
    if (replaced.has(number)) continue;
    while (kept.numbers.has(next)) next++;
    numberOf[number] = next++;
  }
  const cells = new Uint16Array(width * height);
  const nuclei = new Uint16Array(width * height);
  const cut = new Set<number>();
  for (let at = 0; at < cells.length; at++) {
    const corrected = kept.cells.labels[at]!;
    const number = numberOf[found.cells.labels[at]!]!;
    if (kept.numbers.has(corrected)) {
      cells[at] = corrected;
      nuclei[at] = kept.nuclei.labels[at]!;
      if (number !== 0) cut.add(number);
    } else {
      cells[at] = number;
      if (number !== 0 && found.nuclei.labels[at] !== 0) nuclei[at] = number;
    }
  }
  const highest = cells.reduce((most, label) => Math.max(most, label), 0);
  const map = (labels: Uint16Array): LabelMap => ({ width, height, labels, count: highest });
  const boxes = labelBoxes(map(cells));
  const maps: CellMaps = { cells: map(cells), nuclei: map(nuclei), boxes };
  for (const number of cut) {
    const box = boxes.get(number);
    if (box === undefined) continue;
    const window = openWindow(maps, box);
    keepMainPiece(window, number);
    applyDifference(cells, nuclei, differenceOf(maps, window));
  }
  return { cells: maps.cells, nuclei: maps.nuclei };
}

/** Numbers of the found cells that corrected cells replace. */
function findReplaced(found: LabelMap, kept: CorrectedCells): ReadonlySet<number> {
  const { overlaps, firstAreas: areas, secondAreas: correctedAreas } = countOverlaps(found, kept.cells);
  const covered = new Uint32Array(found.count + 1);
  const replaced = new Set<number>();
  for (const { first: number, second: corrected, area } of overlaps) {
    if (!kept.numbers.has(corrected)) continue;
    covered[number]! += area;
    if (area >= sameCell * (areas[number]! + correctedAreas[corrected]! - area)) replaced.add(number);
  }
  for (let number = 1; number <= found.count; number++) {
    if (covered[number]! > mostly * areas[number]!) replaced.add(number);
  }
  return replaced;
}
