import { type Regions, renumber, touchingBorder } from "./measure/regions.ts";

/**
 * Leaves out the cells whose nucleus the border cuts, and closes the gaps in the numbers. It comes after the cells have
 * grown: with such a nucleus gone before, its neighbours would take its cytoplasm.
 *
 * @param nuclei stay as they are, like `cells`.
 * @param cells the same numbers.
 */
export function dropBorderCells(
  nuclei: Regions,
  cells: Regions,
): { readonly nuclei: Regions; readonly cells: Regions } {
  const atBorder = touchingBorder(nuclei);
  const target = Int32Array.from(atBorder, (touches, label) => (touches === 1 ? 0 : label));
  const copy = (regions: Regions): Regions => renumber({ ...regions, labels: regions.labels.slice() }, target);
  return { nuclei: copy(nuclei), cells: copy(cells) };
}
