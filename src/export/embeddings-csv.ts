import type { TileEmbeddings } from "../domain/cell/embedding.ts";
import { csvLines } from "./csv-lines.ts";
import { shortestFloat } from "./shortest-float.ts";

/** The first line of `embeddings.csv`, with its line end. */
export function embeddingsHeader(features: number): string {
  return csvLines([["tile", "cell", ...Array.from({ length: features }, (_, index) => `feature_${index}`)]]);
}

/** One line for each cell, with line ends; each value reads back as the same 32-bit float. */
export function embeddingRows({ tileId, numbers, features, values }: TileEmbeddings): string {
  return csvLines(
    numbers.map((number, row) => [
      tileId,
      number,
      ...Array.from(values.subarray(row * features, (row + 1) * features), shortestFloat),
    ]),
  );
}

/** The first line, with its line end, of the table that says which cell each row of the `.npy` file is. */
export const embeddedCellsHeader = "row,tile,cell\r\n";

/**
 * One line for each cell, with line ends.
 *
 * @param first the row of the `.npy` file that has the first of these cells.
 */
export function embeddedCellRows({ tileId, numbers }: TileEmbeddings, first: number): string {
  return csvLines(numbers.map((number, row) => [first + row, tileId, number]));
}
