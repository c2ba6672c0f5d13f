import type { EmbeddingMap, MapProgress } from "../../domain/cell/exploration.ts";
import { topClasses } from "../../domain/localisation/top-classes.ts";
import { openPauses } from "../../domain/open-pauses.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { layOutMap } from "../../exploration/lay-out-map.ts";
import { randomStream, shuffledIndices } from "../../learning/random.ts";
import { countEmbeddings, loadEmbeddings } from "../../storage/embedding-store.ts";
import { loadPredictions } from "../../storage/prediction-store.ts";
import { loadReadyTiles } from "../tile/ready-tile.ts";
import { chosenModelKey } from "./query-cells.ts";

/**
 * The most cells on a map. All pairs of them are compared, and more dots would cover each other. Their features take
 * 80 MB with ResNet-50; the worker frees them when it ends.
 */
const mostMappedCells = 10_000;

/** A fixed seed, so that the same cells give the same map. */
const seed = 1;

/**
 * Lays out the cells that have features of the chosen model, or a random sample of `most` of them.
 *
 * @returns Null when no cell has features.
 * @throws StorageBroken; Cancelled, which is checked between tiles. While the map itself is computed the signal is
 * not read; terminate the worker instead.
 */
export async function mapCells(
  onProgress: (progress: MapProgress) => void,
  signal: AbortSignal,
  most = mostMappedCells,
): Promise<EmbeddingMap | null> {
  const model = await chosenModelKey();
  if (model === null) return null;
  const tiles = await loadReadyTiles();
  const pause = openPauses(signal);
  let of = 0;
  for (const tile of tiles) {
    await pause();
    of += await countEmbeddings(tile, model);
  }
  if (of === 0) return null;
  const chosen = chooseRows(of, most);
  const tileIds: TileId[] = [];
  const tileOf: number[] = [];
  const cells: number[] = [];
  const topClass: number[] = [];
  const parts: Float32Array[] = [];
  let width = 0;
  let before = 0;
  for (const [index, tile] of tiles.entries()) {
    await pause();
    onProgress({ stage: "read", share: index / tiles.length });
    const embeddings = await loadEmbeddings(tile, model);
    if (embeddings === null) continue;
    const { numbers, features, values } = embeddings;
    const tops = topClasses(await loadPredictions(tile.record.id));
    width = features;
    for (const [row, number] of numbers.entries()) {
      if (chosen !== null && !chosen.has(before + row)) continue;
      tileOf.push(tileIds.length);
      cells.push(number);
      topClass.push(tops.get(number)?.classIndex ?? -1);
      // A copy, so that the memory of the tile's other rows can be freed.
      parts.push(values.slice(row * features, (row + 1) * features));
    }
    before += numbers.length;
    tileIds.push(tile.record.id);
  }
  const rows = new Float32Array(parts.length * width);
  parts.forEach((part, row) => {
    rows.set(part, row * width);
  });
  parts.length = 0;
  return {
    tiles: tileIds,
    tileOf: Uint32Array.from(tileOf),
    numbers: Uint32Array.from(cells),
    positions: layOutMap(rows, width, randomStream(seed, "map"), onProgress),
    topClass: Int16Array.from(topClass),
    of,
  };
}

/** Draws a uniform random sample of the rows 0..of - 1; null means all rows. */
function chooseRows(of: number, most: number): ReadonlySet<number> | null {
  return of <= most ? null : new Set(shuffledIndices(of, randomStream(seed, "sample")).subarray(0, most));
}
