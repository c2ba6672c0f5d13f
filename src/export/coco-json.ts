import type { Cell } from "../domain/cell/cell.ts";
import type { ClassList, TilePredictions } from "../domain/localisation/localisation.ts";
import { topClasses } from "../domain/localisation/top-classes.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";
import { encodeCounts } from "./mask-rle.ts";
import { predictionsByCell } from "./predictions-by-cell.ts";
import { shortestFloat } from "./shortest-float.ts";

/*
 * COCO's object detection format (cocodataset.org, "Data format"), as `pycocotools.coco.COCO` loads it. The file is
 * written in parts, so that only one tile's annotations are in memory: a head with categories and images, then the
 * annotations with commas between them, then a foot.
 *
 * A category's id is the class index + 1, because many readers take 0 for background. The last category is for cells
 * without a prediction.
 */

export interface CocoImage {
  /** 1 or more. */
  readonly id: number;
  readonly fileName: string;
  readonly width: number;
  readonly height: number;
}

/** The text from the opening brace to the opening bracket of the annotations. */
export function cocoHead(images: readonly CocoImage[], classes: ClassList, createdAt: Date): string {
  const categories = [...classes.names, unclassified].map((name, index) => ({
    id: index + 1,
    name,
    supercategory: "cell",
  }));
  const info = {
    description: "Cells of a Cytotope data set",
    year: createdAt.getUTCFullYear(),
    date_created: createdAt.toISOString(),
  };
  const rows = images.map(({ id, fileName, width, height }) => ({ id, file_name: fileName, width, height }));
  const head = JSON.stringify({ info, licenses: [], categories, images: rows });
  return `${head.slice(0, -1)},"annotations":[\n`;
}

const unclassified = "Cell, not classified";

/** The text after the annotations: the closing bracket and brace. */
export const cocoFoot = "\n]}\n";

/**
 * Makes one object for each cell. It has the mask as compressed run lengths over the whole tile, the area and box in
 * px, and the cell's number. A predicted cell also has its top class, that class's probability as the score, and the
 * probabilities of all classes in the order of the class list.
 *
 * @param firstId id of the first annotation; the others count up from it.
 * @returns one JSON text for each cell.
 * @throws ModelMismatch, Diverged see `predictionsByCell`.
 */
export function cocoAnnotations(
  imageId: number,
  firstId: number,
  labels: LabelMap,
  cells: readonly Pick<Cell, "number" | "box" | "area">[],
  predictions: TilePredictions | null,
  classes: ClassList,
): string[] {
  const byCell = predictionsByCell(predictions, classes);
  const tops = topClasses(predictions);
  return cells.map(({ number, box, area }, index) => {
    const probabilities = byCell.get(number);
    const top = tops.get(number)?.classIndex ?? classes.names.length;
    return JSON.stringify({
      id: firstId + index,
      image_id: imageId,
      category_id: top + 1,
      segmentation: { size: [labels.height, labels.width], counts: encodeCounts(labels, number, box) },
      area,
      bbox: [box.left, box.top, box.right - box.left, box.bottom - box.top],
      iscrowd: 0,
      cell: number,
      ...(probabilities
        ? {
            score: Number(shortestFloat(probabilities[top] ?? 0)),
            probabilities: Array.from(probabilities, (probability) => Number(shortestFloat(probability))),
          }
        : {}),
    });
  });
}
