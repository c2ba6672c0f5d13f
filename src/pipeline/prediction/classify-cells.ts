import { throwIfCancelled } from "../../domain/cancel.ts";
import type { CellPlace } from "../../domain/cell/cell-place.ts";
import type { PredictionOptions, TilePredictions } from "../../domain/localisation/localisation.ts";
import type { CropSource } from "../../domain/tile/crop-options.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import type { Model } from "../../domain/training/checkpoint.ts";
import { microBatchSizeOf } from "../../domain/training/micro-batch.ts";
import { applyTemperatures } from "../../evaluation/calibrate.ts";
import type { Backend } from "../../learning/backend/backend.ts";
import type { Example } from "../../learning/batches/batches.ts";
import { openBatchSource } from "../../learning/batches/open-batch-source.ts";
import type { InferenceNetwork } from "../../learning/inference/inference-network.ts";
import { openInference } from "../../learning/inference/open-inference.ts";
import { predictCells } from "../../learning/inference/predict.ts";
import { architectureOf, hasContext, parameterTable } from "../../learning/network/architecture.ts";
import { disposeParameters, uploadParameters } from "../../learning/network/parameters.ts";
import { blendNegative } from "../../learning/weak-labels/negative-probability.ts";
import { checkModelFits, type ModelData } from "../models/model-fit.ts";

/** The cells of one tile that prediction needs. */
export interface TileToClassify {
  readonly tileId: TileId;
  readonly cells: readonly {
    readonly number: number;
    readonly touchesBorder: boolean;
    readonly place?: CellPlace | null;
  }[];
}

export interface ClassifyRequest extends ModelData {
  readonly model: Model;
  /** Read one at a time, so that a long list is never in memory as a whole. */
  readonly tiles: Iterable<TileToClassify> | AsyncIterable<TileToClassify>;
  readonly crops: CropSource;
  readonly options: PredictionOptions;
  readonly backend: Backend;
  /** Read before each batch. */
  readonly signal: AbortSignal;
}

const noTargets = new Float32Array(0);

/**
 * Multiplies the probabilities of cells at the tile's border by a weight, because a part of them is not visible. In
 * place.
 */
function weighBorderCells(probabilities: Float32Array, cells: TileToClassify["cells"], weight: number): void {
  const classes = probabilities.length / cells.length;
  cells.forEach(({ touchesBorder }, cell) => {
    if (!touchesBorder) return;
    for (let index = cell * classes; index < (cell + 1) * classes; index += 1) {
      probabilities[index]! *= weight;
    }
  });
}

/**
 * Computes the probabilities of every class for every cell, tile by tile. Crops and normalisation are as the model's
 * manifest says. The model is uploaded once and freed when the iteration ends, early or not.
 *
 * The steps to a cell's probability are:
 * - The network gives it, averaged over flips if the options say so.
 * - It is joined with what the tile's other cells contribute, when the model has a context head. Pass all cells of a
 *   tile then.
 * - The temperature of its class calibrates it.
 * - `Negative` is blended from its own probability and from the absence of all other classes.
 * - The border weight multiplies it.
 *
 * Calibration keeps the order of the cells within a class, except for `Negative`, whose blend depends on the other
 * classes.
 * @throws ModelMismatch when the model was made for other channels, classes or crops, or when a tensor does not fit;
 * DeviceLost; Cancelled, also in the middle of a tile.
 */
export async function* classifyCells(request: ClassifyRequest): AsyncGenerator<TilePredictions> {
  const { model, tiles, crops, options, backend, signal } = request;
  const { manifest } = model;
  throwIfCancelled(signal);
  checkModelFits(manifest, request);
  const classes = manifest.classes.names.length;
  const architecture = architectureOf(manifest);
  const parameters = uploadParameters(model.tensors, parameterTable(architecture));
  const source = openBatchSource(backend, crops, manifest.inputSize, { gpu: 0, processor: 0 });
  const batch = microBatchSizeOf(manifest.options);
  let network: InferenceNetwork | null = null;
  try {
    const shape = { batch, inputSize: manifest.inputSize };
    network = await openInference(backend, architecture, parameters, shape, signal);
    for await (const { tileId, cells } of tiles) {
      const ordered = [...cells].sort((a, b) => a.number - b.number);
      const examples: Example[] = ordered.map(({ number, place = null }) => ({
        tileId,
        number,
        place,
        targets: noTargets,
      }));
      const run = { architecture, parameters, source, examples, batchSize: batch, backend, signal };
      const probabilities = await predictCells(run, options.testTimeFlips, network);
      if (manifest.calibration) applyTemperatures(probabilities, manifest.calibration.temperatures);
      if (!hasContext(architecture)) blendNegative(probabilities, classes, manifest.classes.negative);
      if (ordered.length > 0) weighBorderCells(probabilities, ordered, options.borderWeight);
      yield { tileId, modelId: manifest.id, numbers: ordered.map(({ number }) => number), probabilities };
    }
  } finally {
    network?.dispose();
    source.close();
    disposeParameters(parameters);
  }
}
