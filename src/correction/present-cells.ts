import type { Box } from "../domain/cell/cell.ts";
import type { CellMaps } from "./cell-maps.ts";
import { unionBox } from "./union-box.ts";

/** Those of the numbers that are cells of the maps, and the box around all of them; null when there is none. */
export function presentCells(
  { boxes }: CellMaps,
  numbers: readonly number[],
): { readonly present: ReadonlySet<number>; readonly box: Box | null } {
  const present = new Set(numbers.filter((number) => boxes.has(number)));
  return { present, box: unionBox([...present].flatMap((number) => boxes.get(number) ?? [])) };
}
