import type { Cell } from "../domain/cell.ts";
import type { TilePredictions } from "../domain/localisation.ts";
import { classColour, unclassifiedColour } from "./class-colours.ts";
import { topClasses } from "./top-classes.ts";

/** One RGBA texel a label, laid out in rows of `colourTableWidth`: label n is texel n. */
export interface CellColourTable {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 4]`, row-major, 0..255; alpha is 255 for a whole cell, `borderAlpha` for one cut by the border. */
  readonly rgba: Uint8Array<ArrayBuffer>;
}

/** 65,535 labels fit in 64 rows, within the smallest texture side that WebGL2 guarantees (2048). */
export const colourTableWidth = 1024;

/** Marks a cell that touches the border: the shader draws its outline dashed and fainter. 0 is "no such cell". */
export const borderAlpha = 128;

/** One colour for every label: outlines that say nothing of classes. */
export function plainColourTable(
  count: number,
  [red, green, blue]: readonly [number, number, number],
): CellColourTable {
  const height = Math.ceil((count + 1) / colourTableWidth);
  const rgba = new Uint8Array(colourTableWidth * height * 4);
  for (let label = 1; label <= count; label++) rgba.set([red, green, blue, 255], label * 4);
  return { width: colourTableWidth, height, rgba };
}

/** The value texture that colours the label texture: each cell in the colour of its top class. */
export function cellColourTable(
  count: number,
  cells: readonly Cell[],
  predictions: TilePredictions | null,
): CellColourTable {
  const height = Math.ceil((count + 1) / colourTableWidth);
  const rgba = new Uint8Array(colourTableWidth * height * 4);
  const tops = topClasses(predictions);
  for (const cell of cells) {
    const top = tops.get(cell.number);
    const [red, green, blue] = top === undefined ? unclassifiedColour : classColour(top.classIndex);
    rgba.set([red, green, blue, cell.touchesBorder ? borderAlpha : 255], cell.number * 4);
  }
  return { width: colourTableWidth, height, rgba };
}
