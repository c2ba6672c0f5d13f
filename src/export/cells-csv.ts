import type { Cell } from "../domain/cell/cell.ts";
import type { ClassList, TilePredictions, WeakLabel } from "../domain/localisation/localisation.ts";
import { topClasses } from "../domain/localisation/top-classes.ts";
import { channelNames } from "../domain/tile/tile.ts";
import { presentClasses } from "../domain/training/present-classes.ts";
import { csvLines } from "./csv-lines.ts";
import { measurementNames, measurementValues } from "./measurement-columns.ts";
import { predictionsByCell } from "./predictions-by-cell.ts";
import { shortestFloat } from "./shortest-float.ts";

/**
 * The first line of `cells.csv` (RFC 4180), with its line end. Lengths are in px, intensities in the file's own units.
 */
export function cellsHeader(classes: ClassList): string {
  return csvLines([
    [
      "tile",
      "cell",
      "left",
      "top",
      "right",
      "bottom",
      "centroid_x",
      "centroid_y",
      "area",
      "nucleus_area",
      "touches_border",
      "corrected",
      ...channelNames.map((channel) => `mean_${channel}`),
      "tile_labels",
      "top_class",
      "present_classes",
      ...classes.names.map((name) => `p(${name})`),
      ...measurementNames,
    ],
  ]);
}

/**
 * One line for each cell of one tile, with line ends; an empty text without cells. Boxes are half-open. Values that do
 * not exist are empty: of a channel that the tile does not have, labels of an unlabelled tile, probabilities of a cell
 * that is not predicted.
 *
 * @param weakLabel the tile's labels; they are written as names joined with `|`.
 * @param pixelSize µm per px of the tile; null when it is not known, then the columns in µm are empty.
 * @param thresholds `[classes]`: a class is present in a cell when its probability is at least its threshold. null when
 *   the thresholds of the model that predicted are not known; then `present_classes` is empty. It is also empty for a
 *   cell in which no class reaches its threshold.
 * @throws ModelMismatch, Diverged see `predictionsByCell`.
 */
export function cellRows(
  cells: readonly Cell[],
  weakLabel: WeakLabel | null,
  predictions: TilePredictions | null,
  classes: ClassList,
  pixelSize: number | null,
  thresholds: readonly number[] | null = null,
): string {
  const byCell = predictionsByCell(predictions, classes);
  const tops = topClasses(predictions);
  const namesOf = (indices: readonly number[]) =>
    indices.map((index) => classes.names[index] ?? String(index)).join("|");
  const labelNames = namesOf(weakLabel ?? []);
  return csvLines(
    cells.map((cell) => {
      const probabilities = byCell.get(cell.number);
      return [
        cell.tileId,
        cell.number,
        cell.box.left,
        cell.box.top,
        cell.box.right,
        cell.box.bottom,
        rounded(cell.centroid.x),
        rounded(cell.centroid.y),
        cell.area,
        cell.nucleusArea,
        String(cell.touchesBorder),
        String(cell.corrected),
        ...channelNames.map((channel) => rounded(cell.meanIntensity[channel])),
        labelNames,
        classes.names[tops.get(cell.number)?.classIndex ?? -1] ?? "",
        probabilities && thresholds ? namesOf(presentClasses(probabilities, thresholds)) : "",
        ...classes.names.map((_, index) => (probabilities ? shortestFloat(probabilities[index] ?? 0) : "")),
        ...measurementValues(cell, pixelSize),
      ];
    }),
  );
}

/** Rounds to a thousandth; measurements in px or grey values are less precise than that. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000;
}
