import type { CellReference } from "../../domain/cell/cell.ts";
import { type EmbeddingCoverage, modelKey } from "../../domain/cell/embedding.ts";
import type { Neighbour, NeighbourSearch, ReviewList } from "../../domain/cell/exploration.ts";
import { type RankedClass, topClasses } from "../../domain/localisation/top-classes.ts";
import { openPauses } from "../../domain/open-pauses.ts";
import { searchNearest } from "../../exploration/nearest-rows.ts";
import { findDisagreements, rankDisagreements } from "../../exploration/rank-disagreements.ts";
import { countEmbeddings, loadEmbeddings } from "../../storage/embedding-store.ts";
import { loadPredictions } from "../../storage/prediction-store.ts";
import { loadChosenManifest } from "../../storage/run-store.ts";
import { loadSettings } from "../../storage/settings-store.ts";
import { loadReadyTile, loadReadyTiles } from "../tile/ready-tile.ts";

/*
 * Questions about all cells at once. Tiles are read one after the other, so memory does not grow with the data set. The
 * signal is checked between tiles.
 */

/** The most rows of the review list, more than a user goes through in one sitting. */
const mostDisagreements = 500;

/** `modelKey` of the chosen model, or null without one. */
export async function chosenModelKey(): Promise<string | null> {
  const manifest = await loadChosenManifest();
  return manifest === null ? null : modelKey(manifest);
}

/** @throws StorageBroken, Cancelled */
export async function countEmbedded(signal: AbortSignal): Promise<EmbeddingCoverage> {
  const model = await chosenModelKey();
  const pause = openPauses(signal);
  let [cells, embedded] = [0, 0];
  for (const tile of await loadReadyTiles()) {
    await pause();
    cells += tile.generation.numbers.length;
    if (model !== null) embedded += await countEmbeddings(tile, model);
  }
  return { cells, embedded };
}

/**
 * Finds the cells that are most similar to one cell, among all cells with features. The search is exact, by cosine
 * similarity.
 *
 * @returns Null when the cell itself has no features of the chosen model.
 * @throws StorageBroken, Cancelled
 */
export async function findNeighbours(
  cell: CellReference,
  count: number,
  signal: AbortSignal,
): Promise<NeighbourSearch | null> {
  const model = await chosenModelKey();
  if (model === null) return null;
  const own = await loadEmbeddings(await loadReadyTile(cell.tileId), model);
  const row = own?.numbers.indexOf(cell.number) ?? -1;
  if (own === null || row < 0) return null;
  const query = own.values.slice(row * own.features, (row + 1) * own.features);
  const search = searchNearest<CellReference>(query, count);
  const pause = openPauses(signal);
  let [compared, cells] = [0, 0];
  for (const tile of await loadReadyTiles()) {
    await pause();
    cells += tile.generation.numbers.length;
    const embeddings = await loadEmbeddings(tile, model);
    if (embeddings === null) continue;
    const { tileId, numbers, values } = embeddings;
    compared += numbers.length;
    search.add(values, (at) => {
      const number = numbers[at]!;
      return tileId === cell.tileId && number === cell.number ? null : { tileId, number };
    });
  }
  const tops = new Map<string, ReadonlyMap<number, RankedClass>>();
  const neighbours: Neighbour[] = [];
  for (const { key, similarity } of search.best()) {
    const known = tops.get(key.tileId) ?? topClasses(await loadPredictions(key.tileId));
    tops.set(key.tileId, known);
    neighbours.push({ ...key, similarity, top: known.get(key.number) ?? null });
  }
  // The cell is not compared with itself.
  return { neighbours, compared: compared - 1, cells: cells - 1 };
}

/**
 * Lists the cells whose prediction disagrees most with their tile's label; see `findDisagreements`. It needs only
 * the stored predictions.
 *
 * @param classIndex Restricts the list to this class; null means all classes.
 * @throws StorageBroken, Cancelled
 */
export async function listDisagreements(classIndex: number | null, signal: AbortSignal): Promise<ReviewList> {
  const { classes } = await loadSettings();
  const chosen = (await loadChosenManifest())?.id ?? null;
  const ranking = rankDisagreements(mostDisagreements);
  const pause = openPauses(signal);
  let [tiles, outdated] = [0, 0];
  for (const { record } of await loadReadyTiles()) {
    await pause();
    const label = record.weakLabel;
    const predictions = label === null ? null : await loadPredictions(record.id);
    if (label === null || predictions === null || predictions.numbers.length === 0) continue;
    // Predictions of another class list have other classes in their columns.
    if (predictions.probabilities.length !== predictions.numbers.length * classes.names.length) continue;
    tiles += 1;
    if (predictions.modelId !== chosen) outdated += 1;
    const found = findDisagreements(predictions, label, classes);
    ranking.add(classIndex === null ? found : found.filter((entry) => entry.classIndex === classIndex));
  }
  return { entries: ranking.best(), of: ranking.count(), tiles, outdated };
}
