import type { Cell } from "../domain/cell/cell.ts";
import type { ClassList, TilePredictions } from "../domain/localisation/localisation.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";
import type { TileId } from "../domain/tile/tile.ts";
import { encodeMask } from "./mask-rle.ts";
import { predictionsByCell } from "./predictions-by-cell.ts";
import { shortestFloat } from "./shortest-float.ts";

/** The first line of a Kaggle submission, with its line end. */
export const submissionHeader = "ID,ImageWidth,ImageHeight,PredictionString\n";

/** What goes into the submission. */
export interface SubmissionOptions {
  /**
   * Triples with a lower confidence are left out, 0..1. The metric ranks all predictions of a class over the whole test
   * set, and what stands last can only add to average precision, so the default 0 writes all classes of all cells. The
   * price is size, as a mask is repeated for each class: 46 cells of a 2048 px tile take 530 kB with 19 classes.
   */
  readonly minimumConfidence: number;
}

const defaultOptions: SubmissionOptions = { minimumConfidence: 0 };

/**
 * One tile's line of a Kaggle submission, with its line end: ID, width, height, and space-separated triples
 * `classId confidence mask`, one class a triple. The string is empty when the tile has no cells or no predictions;
 * cells without a prediction are left out.
 *
 * @param tile id and size in px; the size is the label map's.
 * @param cells the tile's cells; their boxes bound the work of encoding.
 * @throws ModelMismatch, Diverged see `predictionsByCell`.
 */
export function submissionRow(
  tile: { readonly id: TileId; readonly width: number; readonly height: number },
  labels: LabelMap,
  cells: readonly Pick<Cell, "number" | "box">[],
  predictions: TilePredictions | null,
  classes: ClassList,
  options: SubmissionOptions = defaultOptions,
): string {
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
  return `${quoted(tile.id)},${tile.width},${tile.height},${triples.join(" ")}\n`;
}

/** RFC 4180 quoting only: the ID must come back as it was, so no guard against formulas as in `cells.csv`. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
