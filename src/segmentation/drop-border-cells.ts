import { type Regions, renumber, touchingBorder } from "./measure/regions.ts";

/**
 * Leaves out the cells whose nucleus the border cuts, and closes the gaps in the numbers. It runs after the cells have
 * grown: if such a nucleus were left out before, its neighbours would take its cytoplasm.
 *
 * @param nuclei stays as it is, like `cells`.
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
