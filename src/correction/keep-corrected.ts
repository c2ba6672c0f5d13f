import type { Box } from "../domain/cell/cell.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";
import { applyDifference } from "./apply-difference.ts";
import type { CellMaps } from "./cell-maps.ts";
import { keepMainPiece } from "./keep-main-piece.ts";
import { differenceOf, openWindow } from "./map-window.ts";

/** Cells that were corrected by hand, as they stood before the tile is segmented again. */
export interface CorrectedCells {
  readonly cells: LabelMap;
  readonly nuclei: LabelMap;
  /** Their numbers in both maps; other cells do not count. */
  readonly numbers: ReadonlySet<number>;
}

/** A found cell at least as like a corrected one as this (intersection over union) is the same cell. */
const sameCell = 0.5;

/** A found cell with more than this share of its px in corrected ones is what was corrected. */
const mostly = 0.5;

/**
 * Puts corrected cells in place of those that segmentation found where they are. They keep their numbers; found cells take
 * the lowest numbers left, in their order. Found cells that only reach into a corrected one are cut back, to their main piece.
 *
 * @param found 1..count without gaps; both maps of the same size as those of `kept`.
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
  const boxes = boxesOf(map(cells), cut);
  const maps: CellMaps = { cells: map(cells), nuclei: map(nuclei), boxes };
  for (const [number, box] of boxes) {
    const window = openWindow(maps, box);
    keepMainPiece(window, number);
    applyDifference(cells, nuclei, differenceOf(maps, window));
  }
  return { cells: maps.cells, nuclei: maps.nuclei };
}

/** Numbers of the found cells that a corrected one stands for. */
function findReplaced(found: LabelMap, kept: CorrectedCells): ReadonlySet<number> {
  const areas = new Uint32Array(found.count + 1);
  const correctedAreas = new Map<number, number>();
  const covered = new Uint32Array(found.count + 1);
  const stride = found.count + 1;
  const overlaps = new Map<number, number>();
  found.labels.forEach((number, at) => {
    const corrected = kept.cells.labels[at]!;
    areas[number]! += 1;
    if (!kept.numbers.has(corrected)) return;
    correctedAreas.set(corrected, (correctedAreas.get(corrected) ?? 0) + 1);
    covered[number]! += 1;
    const pair = corrected * stride + number;
    overlaps.set(pair, (overlaps.get(pair) ?? 0) + 1);
  });
  const replaced = new Set<number>();
  for (let number = 1; number <= found.count; number++) {
    if (covered[number]! > mostly * areas[number]!) replaced.add(number);
  }
  for (const [pair, overlap] of overlaps) {
    const number = pair % stride;
    if (number === 0) continue;
    const union = areas[number]! + (correctedAreas.get(Math.floor(pair / stride)) ?? 0) - overlap;
    if (overlap >= sameCell * union) replaced.add(number);
  }
  return replaced;
}

function boxesOf({ width, height, labels }: LabelMap, wanted: ReadonlySet<number>): Map<number, Box> {
  const boxes = new Map<number, Box>();
  if (wanted.size === 0) return boxes;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const number = labels[y * width + x]!;
      if (number === 0 || !wanted.has(number)) continue;
      const { left, top, right } = boxes.get(number) ?? { left: x, top: y, right: x + 1 };
      boxes.set(number, { left: Math.min(left, x), top, right: Math.max(right, x + 1), bottom: y + 1 });
    }
  }
  return boxes;
}
