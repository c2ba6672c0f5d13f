import type { TileEmbeddings } from "../../domain/cell/embedding.ts";
import type { ExportedFile } from "../../domain/dataset/exported-file.ts";
import { fewAtATime } from "../../domain/few-at-a-time.ts";
import { nothingYet } from "../../domain/nothing-yet.ts";
import { embeddedCellRows, embeddedCellsHeader, embeddingRows, embeddingsHeader } from "../../export/embeddings-csv.ts";
import { npyHeader } from "../../export/npy-header.ts";
import { zipBlobs } from "../../export/zip-files.ts";
import { loadEmbeddings } from "../../storage/embedding-store.ts";
import { loadSegmented, type OnTile, walk } from "../tile/walk-tiles.ts";
import { chosenModelKey } from "./query-cells.ts";

/**
 * Writes the features of all cells as a NumPy array, `[cells, features]` float32, with a table of the rows' cells.
 *
 * @throws NothingToLearn when cells are without features of the chosen model; StorageBroken; Cancelled.
 */
export async function exportEmbeddingsNpy(onTile: OnTile, signal: AbortSignal): Promise<ExportedFile> {
  const name = "embeddings.zip";
  const values: Blob[] = [];
  const cells: Blob[] = [new Blob([embeddedCellsHeader])];
  let [rows, features] = [0, 0];
  for await (const tile of walkEmbeddings(name, onTile, signal)) {
    features = tile.features;
    // A Blob does not take shared memory, so this copies into plain memory.
    values.push(new Blob([tile.values.slice()]));
    cells.push(new Blob([embeddedCellRows(tile, rows)]));
    rows += tile.numbers.length;
  }
  const file = await zipBlobs(
    [
      { name: "embeddings.npy", blob: new Blob([npyHeader([rows, features]), ...values]) },
      { name: "embeddings-cells.csv", blob: new Blob(cells) },
    ],
    new Date(),
    signal,
  );
  return { name, file };
}

/** Writes the features of all cells as one table, one row for each cell. */
export async function exportEmbeddingsCsv(onTile: OnTile, signal: AbortSignal): Promise<ExportedFile> {
  const name = "embeddings.csv";
  const parts: Blob[] = [];
  for await (const tile of walkEmbeddings(name, onTile, signal)) {
    if (parts.length === 0) parts.push(new Blob([embeddingsHeader(tile.features)]));
    for await (const rows of fewAtATime([...tile.numbers.keys()], 16, signal)) {
      parts.push(new Blob([embeddingRows(rowsOf(tile, rows[0]!, rows.length))]));
    }
  }
  return { name, file: new Blob(parts, { type: "text/csv" }) };
}

/** `count` cells of a tile, beginning with row `first`. */
function rowsOf({ numbers, values, ...tile }: TileEmbeddings, first: number, count: number): TileEmbeddings {
  const { features } = tile;
  return {
    ...tile,
    numbers: numbers.slice(first, first + count),
    values: values.subarray(first * features, (first + count) * features),
  };
}

/** Reads the features of each tile that has cells, in the order of the tile list. */
async function* walkEmbeddings(subject: string, onTile: OnTile, signal: AbortSignal): AsyncGenerator<TileEmbeddings> {
  const model = await chosenModelKey();
  if (model === null) throw nothingYet(subject, "No model was trained yet.", "Train one first.");
  for await (const tile of walk(await loadSegmented(subject), onTile, signal)) {
    if (tile.generation.numbers.length === 0) continue;
    const embeddings = await loadEmbeddings(tile, model);
    // A reader would take a table with gaps for complete.
    if (embeddings === null || embeddings.numbers.length < tile.generation.numbers.length) {
      throw nothingYet(
        subject,
        `Tile ${tile.record.id} has cells without features of the chosen model.`,
        "Press Compute features under Explore, then export again.",
      );
    }
    yield embeddings;
  }
}
