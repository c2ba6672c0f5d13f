import type { TileEmbeddings } from "../../domain/cell/embedding.ts";
import type { ExportedFile } from "../../domain/dataset/exported-file.ts";
import { nothingYet } from "../../domain/nothing-yet.ts";
import { embeddedCellRows, embeddedCellsHeader, embeddingRows, embeddingsHeader } from "../../export/embeddings-csv.ts";
import { npyHeader } from "../../export/npy-header.ts";
import { zipBlobs } from "../../export/zip-files.ts";
import { loadEmbeddings } from "../../storage/embedding-store.ts";
import { loadSegmented, type OnTile, walk } from "../tile/walk-tiles.ts";
import { chosenModelKey } from "./query-cells.ts";

/**
 * The features of every cell as a NumPy array, `[cells, features]` float32, with a table that says which cell each row is.
 *
 * @throws NothingToLearn when cells are without features of the chosen model; StorageBroken.
 */
export async function exportEmbeddingsNpy(onTile: OnTile): Promise<ExportedFile> {
  const name = "embeddings.zip";
  const values: Blob[] = [];
  const cells: Blob[] = [new Blob([embeddedCellsHeader])];
  let [rows, features] = [0, 0];
  for await (const tile of walkEmbeddings(name, onTile)) {
    features = tile.features;
    // A copy that surely lies in plain memory: a Blob takes no other.
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
  );
  return { name, file };
}

/** The same as one table, one row a cell. */
export async function exportEmbeddingsCsv(onTile: OnTile): Promise<ExportedFile> {
  const name = "embeddings.csv";
  const parts: Blob[] = [];
  for await (const tile of walkEmbeddings(name, onTile)) {
    if (parts.length === 0) parts.push(new Blob([embeddingsHeader(tile.features)]));
    parts.push(new Blob([embeddingRows(tile)]));
  }
  return { name, file: new Blob(parts, { type: "text/csv" }) };
}

/** The features of each tile with cells, in the list's order. */
async function* walkEmbeddings(subject: string, onTile: OnTile): AsyncGenerator<TileEmbeddings> {
  const model = await chosenModelKey();
  if (model === null) throw nothingYet(subject, "No model was trained yet.", "Train one first.");
  for await (const tile of walk(await loadSegmented(subject), onTile)) {
    if (tile.generation.numbers.length === 0) continue;
    const embeddings = await loadEmbeddings(tile, model);
    // A table with gaps would be taken for the whole.
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
