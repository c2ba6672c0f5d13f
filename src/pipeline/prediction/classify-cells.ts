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

/** The cells of one tile, as prediction needs them. */
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
  /** Read one at a time, so that a long list need not be in memory. */
  readonly tiles: Iterable<TileToClassify> | AsyncIterable<TileToClassify>;
  readonly crops: CropSource;
  readonly options: PredictionOptions;
  readonly backend: Backend;
  /** Read before each batch. */
  readonly signal: AbortSignal;
}

const noTargets = new Float32Array(0);

/** Multiplies all confidences of cells cut by the tile's border: what is seen of them may miss what counts. In place. */
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
 * Probabilities of every class for every cell, tile by tile, with crops and normalisation as the model's manifest says. The
 * model is put on the backend once and taken off when the iteration ends, early or not.
 *
 * A cell's probability is the network's (averaged over flips if asked for), joined with what the tile's other cells say of it where
 * the model has such a head (pass all cells of a tile, then), calibrated by the temperature of its class, with
 * `Negative` blended from its own and from the absence of all others, times the border weight. Calibration leaves the order of the
 * cells within a class as it is, but for `Negative`, whose blend looks at the other classes.
 * @throws ModelMismatch when the model was made for other channels, classes or crops, or a tensor does not fit;
 * DeviceLost; Cancelled in the middle of a tile.
 */
export async function* classifyCells(request: ClassifyRequest): AsyncGenerator<TilePredictions> {
  const { model, tiles, crops, options, backend, signal } = request;
  const { manifest } = model;
  checkModelFits(manifest, request);
  const classes = manifest.classes.names.length;
  const architecture = architectureOf(manifest);
  const parameters = uploadParameters(model.tensors, parameterTable(architecture));
  const source = openBatchSource(backend, crops, manifest.inputSize, { gpu: 0, processor: 0 });
  const batch = microBatchSizeOf(manifest.options);
  let network: InferenceNetwork | null = null;
  try {
    network = await openInference(backend, architecture, parameters, { batch, inputSize: manifest.inputSize });
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
