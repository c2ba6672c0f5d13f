import type { Cell } from "../domain/cell/cell.ts";
import type { ClassList, TilePredictions } from "../domain/localisation/localisation.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";
import type { TileId } from "../domain/tile/tile.ts";
import { encodeMask } from "./mask-rle.ts";
import { predictionsByCell } from "./predictions-by-cell.ts";
import { shortestFloat } from "./shortest-float.ts";

/** The first line of a Kaggle submission, with its line end. */
export const submissionHeader = "ID,ImageWidth,ImageHeight,PredictionString\n";

/** Says which predictions are written to the submission. */
export interface SubmissionOptions {
  /**
   * Triples with a lower confidence are left out, 0..1. The metric ranks all predictions of a class over the whole test
   * set. Predictions at the end of the ranking can only raise average precision, so the default 0 writes all classes of
   * all cells. The file is large then, because a mask is repeated for each class: 46 cells of a 2048 px tile take 530
   * kB with 19 classes.
   */
  readonly minimumConfidence: number;
}

const defaultOptions: SubmissionOptions = { minimumConfidence: 0 };

/**
 * Writes one tile's line of a Kaggle submission, with its line end: ID, width, height, and space-separated triples
 * `classId confidence mask`, one for each class of each cell. There are no triples when the tile has no cells or no
 * predictions; cells without a prediction are left out.
 *
 * @param tile id and size in px; the size is that of the label map.
 * @param cells the tile's cells; only the px in their boxes are read.
 * @throws ModelMismatch, Diverged see `predictionsByCell`.
 */
export function submissionTriples(
  labels: LabelMap,
  cells: readonly Pick<Cell, "number" | "box">[],
  predictions: TilePredictions | null,
  classes: ClassList,
  options: SubmissionOptions = defaultOptions,
): string[] {
  const byCell = predictionsByCell(predictions, classes);
  const triples: string[] = [];
  for (const { number, box } of cells) {
    const confidences = byCell.get(number);
    if (confidences === undefined) continue;
    let mask: string | null = null;
    for (const [classId, confidence] of confidences.entries()) {
      if (confidence < options.minimumConfidence) continue;
      mask ??= encodeMask(labels, number, box);
      triples.push(`${classId} ${shortestFloat(confidence)} ${mask}`);
    }
  }
  return triples;
}

/**
 * One tile's line of a Kaggle submission, with its line end: ID, width, height, and the triples of its cells, parted
 * by spaces. Without triples the tile has no cells or no predictions.
 *
 * @param tile id and size in px; the size is the label map's.
 */
export function submissionRow(
  tile: { readonly id: TileId; readonly width: number; readonly height: number },
  triples: readonly string[],
): string {
  return `${quoted(tile.id)},${tile.width},${tile.height},${triples.join(" ")}\n`;
}

/**
 * Quotes as RFC 4180 says. There is no apostrophe against formulas as in `cells.csv`, because the ID must stay the
 * same.
 */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
