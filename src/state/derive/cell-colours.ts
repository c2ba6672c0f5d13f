import type { Cell } from "../../domain/cell/cell.ts";
import type { TilePredictions } from "../../domain/localisation/localisation.ts";
import { topClasses } from "../../domain/localisation/top-classes.ts";
import { classColour, unclassifiedColour } from "./class-colours.ts";

/** One RGBA texel a label, laid out in rows of `colourTableWidth`: label n is texel n. */
export interface CellColourTable {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 4]`, row-major, 0..255; alpha is the sum of the cell's `cellFlags`, 0 when there is no such cell. */
  readonly rgba: Uint8Array<ArrayBuffer>;
}

/** 65,535 labels fit in 64 rows, within the smallest texture side that WebGL2 guarantees (2048). */
export const colourTableWidth = 1024;

/** What the shader shows of a cell beside its colour, one bit each. */
export const cellFlags = {
  there: 1,
  /** Cut by the border: its outline is dashed and fainter. */
  cut: 2,
  /** Corrected by hand: its outline has white dashes inside. */
  corrected: 4,
  /** Its outline is white and wide. */
  selected: 8,
} as const;

/** One colour for every label: outlines that say nothing of classes. */
export function plainColourTable(
  count: number,
  [red, green, blue]: readonly [number, number, number],
): CellColourTable {
  const height = Math.ceil((count + 1) / colourTableWidth);
  const rgba = new Uint8Array(colourTableWidth * height * 4);
  for (let label = 1; label <= count; label++) rgba.set([red, green, blue, cellFlags.there], label * 4);
  return { width: colourTableWidth, height, rgba };
}

/** The value texture that colours the label texture: each cell in the colour of its top class. */
export function cellColourTable(
  count: number,
  cells: readonly Cell[],
  predictions: TilePredictions | null,
  selected: readonly number[] = [],
): CellColourTable {
  const height = Math.ceil((count + 1) / colourTableWidth);
  const rgba = new Uint8Array(colourTableWidth * height * 4);
  const tops = topClasses(predictions);
  for (const cell of cells) {
    const top = tops.get(cell.number);
    const [red, green, blue] = top === undefined ? unclassifiedColour : classColour(top.classIndex);
    const flags =
      cellFlags.there +
      (cell.touchesBorder ? cellFlags.cut : 0) +
      (cell.corrected ? cellFlags.corrected : 0) +
      (selected.includes(cell.number) ? cellFlags.selected : 0);
    rgba.set([red, green, blue, flags], cell.number * 4);
  }
  return { width: colourTableWidth, height, rgba };
}
