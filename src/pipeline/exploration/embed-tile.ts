import type { TileEmbeddings } from "../../domain/cell/embedding.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { microBatchSizeOf } from "../../domain/training/micro-batch.ts";
import type { Backend } from "../../learning/backend/backend.ts";
import type { Example } from "../../learning/batches/batches.ts";
import { openBatchSource } from "../../learning/batches/open-batch-source.ts";
import { embedCells } from "../../learning/inference/embed-cells.ts";
import { openCropSource } from "../../storage/crop-store.ts";
import { loadEmbeddings, saveEmbeddings } from "../../storage/embedding-store.ts";
import type { Network } from "../models/kept-network.ts";
import { checkModelFits } from "../models/model-fit.ts";
import { loadReadyTile } from "../tile/ready-tile.ts";

const noTargets = new Float32Array(0);

/**
 * Computes and stores the features of the cells of a tile that have no features of this network yet.
 *
 * @throws ModelMismatch when the tile's crops differ from the model's; StorageBroken, QuotaExceeded, DeviceLost.
 * @throws Cancelled; nothing of this tile is stored then.
 */
export async function embedTile(
  tileId: TileId,
  { manifest, key, architecture, parameters }: Network,
  backend: Backend,
  signal: AbortSignal,
): Promise<void> {
  const tile = await loadReadyTile(tileId);
  const { crop, numbers } = tile.generation;
  checkModelFits(manifest, { cropOptions: crop, classes: manifest.classes });
  const known = await loadEmbeddings(tile, key);
  const knownNumbers = new Set(known?.numbers);
  const missing = numbers.filter((number) => !knownNumbers.has(number));
  if (missing.length === 0) return;
  const source = openBatchSource(backend, openCropSource(crop.size), manifest.inputSize, { gpu: 0, processor: 0 });
  const examples: Example[] = missing.map((number) => ({ tileId, number, targets: noTargets }));
  const batchSize = microBatchSizeOf(manifest.options);
  try {
    const values = await embedCells({ architecture, parameters, source, examples, batchSize, backend, signal });
    const fresh = { tileId, model: key, numbers: missing, features: values.length / missing.length, values };
    await saveEmbeddings(tile, known === null ? fresh : join(known, fresh));
  } finally {
    source.close();
  }
}

/** Merges two sets of rows by cell number, ascending. No cell is in both sets. */
function join(known: TileEmbeddings, fresh: TileEmbeddings): TileEmbeddings {
  const { features } = fresh;
  const rows = [known, fresh]
    .flatMap((from) => from.numbers.map((number, row) => ({ number, from, row })))
    .sort((a, b) => a.number - b.number);
  const values = new Float32Array(rows.length * features);
  rows.forEach(({ from, row }, at) => {
    values.set(from.values.subarray(row * features, (row + 1) * features), at * features);
  });
  return { ...fresh, numbers: rows.map(({ number }) => number), values };
}
