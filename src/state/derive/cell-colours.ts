import type { Cell } from "../../domain/cell/cell.ts";
import type { TilePredictions } from "../../domain/localisation/localisation.ts";
import { topClasses } from "../../domain/localisation/top-classes.ts";
import { classColour, unclassifiedColour } from "./class-colours.ts";

/** One RGBA texel per label, in rows of `colourTableWidth` texels. Label n has texel n. */
export interface CellColourTable {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 4]`, row-major, 0..255. Alpha is the sum of the cell's `cellFlags`; 0 means no such cell. */
  readonly rgba: Uint8Array<ArrayBuffer>;
}

/** With this width 65,535 labels fit in 64 rows. WebGL2 guarantees textures of 2048 texels a side. */
export const colourTableWidth = 1024;

/** What the shader shows of a cell besides its colour. Each flag is one bit. */
export const cellFlags = {
  there: 1,
  /** The tile's border cuts the cell: its outline is dashed and fainter. */
  cut: 2,
  /** The cell was corrected by hand: its outline has white dashes inside. */
  corrected: 4,
  /** The cell is selected: its outline is white and wide. */
  selected: 8,
} as const;

/** Gives every label the same colour, for outlines that show no classes. */
export function plainColourTable(
  count: number,
  [red, green, blue]: readonly [number, number, number],
): CellColourTable {
  const height = Math.ceil((count + 1) / colourTableWidth);
  const rgba = new Uint8Array(colourTableWidth * height * 4);
  for (let label = 1; label <= count; label++) rgba.set([red, green, blue, cellFlags.there], label * 4);
  return { width: colourTableWidth, height, rgba };
}

/** Makes the value texture that colours the label texture. Each cell gets the colour of its most likely class. */
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
