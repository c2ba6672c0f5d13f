import { hpaClasses } from "../../src/domain/localisation/localisation.ts";
import type { CropSource } from "../../src/domain/tile/crop-options.ts";
import type { Model } from "../../src/domain/training/checkpoint.ts";
import type { ClassMetrics } from "../../src/domain/training/training-progress.ts";
import { classMetrics } from "../../src/evaluation/class-metrics.ts";
import type { Backend } from "../../src/learning/backend/backend.ts";
import { classifyCells, type TileToClassify } from "../../src/pipeline/prediction/classify-cells.ts";
import { never } from "../never.ts";

type CellToClassify = TileToClassify["cells"][number];

/** A cell whose classes are known. */
export interface JudgedCell extends CellToClassify {
  readonly tileId: TileToClassify["tileId"];
  /** The classes that the cell really shows, ascending. `[Negative]` if it shows no protein. */
  readonly truth: readonly number[];
}

/**
 * Predicts cells as the page does, but without its border weight, and compares the predictions with the true classes.
 * @returns the figures of every class
 */
export async function judgeModel(
  model: Model,
  cells: readonly JudgedCell[],
  crops: CropSource,
  backend: Backend,
): Promise<ClassMetrics[]> {
  const tiles = new Map<JudgedCell["tileId"], JudgedCell[]>();
  for (const cell of cells) {
    const own = tiles.get(cell.tileId);
    if (own === undefined) tiles.set(cell.tileId, [cell]);
    else own.push(cell);
  }
  const probabilities: number[] = [];
  const targets: Float32Array[] = [];
  const predicted = classifyCells({
    model,
    tiles: [...tiles].map(([tileId, own]) => ({ tileId, cells: own })),
    crops,
    cropOptions: model.manifest.crop,
    classes: hpaClasses,
    options: { testTimeFlips: false, borderWeight: 1 },
    backend,
    signal: never,
  });
  for await (const { tileId, numbers, probabilities: rows } of predicted) {
    for (const value of rows) probabilities.push(value);
    const truths = new Map(tiles.get(tileId)?.map(({ number, truth }) => [number, truth]));
    for (const number of numbers) {
      targets.push(Float32Array.from(hpaClasses.names, (_, index) => (truths.get(number)?.includes(index) ? 1 : 0)));
    }
  }
  return classMetrics(Float32Array.from(probabilities), targets, hpaClasses.names.length);
}
