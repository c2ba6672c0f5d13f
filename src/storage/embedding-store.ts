import type { TileEmbeddings } from "../domain/cell/embedding.ts";
import type { TileId } from "../domain/tile/tile.ts";
import { cropFileOf } from "./crop-file-of.ts";
import type { TileGeneration } from "./database.ts";
import { openFile } from "./files/private-files.ts";
import { writeFile } from "./files/write-private-file.ts";
import { embeddingsPath } from "./tile-paths.ts";

/*
 * One file a tile: the header's length in bytes (uint32), the header (JSON, UTF-8, filled up with spaces to a multiple of 4), then
 * `[cells, features]` float32, all little-endian. The header names the network and, for each cell, the file its crop came from, so that
 * features of another network, or of a cell that was corrected or found again, are never taken for those of the cell as it is. At
 * 4 bytes a feature this is 128 bytes a cell for the tiny network and 8 kB for ResNet-50, beside crops of 200 kB.
 */

interface Header {
  readonly model: string;
  readonly features: number;
  readonly numbers: readonly number[];
  /** Of each cell: index into `cropFiles`. */
  readonly cropFile: readonly number[];
  readonly cropFiles: readonly string[];
}

/** Where a tile's file lies, and what its cells' crops are now. */
export interface EmbeddedTile {
  readonly record: { readonly id: TileId };
  readonly folder: string;
  readonly generation: TileGeneration;
}

/** Replaces the tile's features. `generation` is the one whose crops went through the network. */
export async function saveEmbeddings(tile: EmbeddedTile, embeddings: TileEmbeddings): Promise<void> {
  const { model, features, numbers, values } = embeddings;
  const fileOf = cropFileOf(tile.generation);
  const cropFiles = [...new Set(fileOf.values())];
  const cropFile = numbers.map((number) => cropFiles.indexOf(fileOf.get(number) ?? ""));
  const text = JSON.stringify({ model, features, numbers, cropFile, cropFiles } satisfies Header);
  const plain = new TextEncoder().encode(text);
  const header = new Uint8Array(4 * Math.ceil(plain.length / 4)).fill(0x20);
  header.set(plain);
  const parts = [Uint32Array.of(header.length), header, values.slice()];
  await writeFile(embeddingsPath(tile.folder), parts, tile.record.id);
}

/** The header and the file it stands in; null when there is none, or a damaged one: features can be made again. */
async function readHeader(tile: EmbeddedTile): Promise<{ header: Header; file: File; start: number } | null> {
  const file = await openFile(embeddingsPath(tile.folder), tile.record.id);
  if (file === null) return null;
  try {
    const [length = 0] = new Uint32Array(await file.slice(0, 4).arrayBuffer());
    const header = JSON.parse(await file.slice(4, 4 + length).text()) as Header;
    const start = 4 + length;
    return file.size === start + header.numbers.length * header.features * 4 ? { header, file, start } : null;
  } catch {
    return null;
  }
}

/** Rows of the file that are of this network and of cells as they are. */
function validRows({ model, numbers, cropFile, cropFiles }: Header, tile: EmbeddedTile, wanted: string): number[] {
  if (model !== wanted) return [];
  const fileOf = cropFileOf(tile.generation);
  const there = new Set(tile.generation.numbers);
  return numbers.flatMap((number, row) => {
    const file = cropFiles[cropFile[row] ?? -1];
    return there.has(number) && file !== undefined && fileOf.get(number) === file ? [row] : [];
  });
}

/** How many of the tile's cells have features of this model, by the file's header alone. */
export async function countEmbeddings(tile: EmbeddedTile, model: string): Promise<number> {
  const read = await readHeader(tile);
  return read === null ? 0 : validRows(read.header, tile, model).length;
}

/**
 * The features of those cells that have some of this model; null when none has.
 *
 * @throws StorageBroken
 */
export async function loadEmbeddings(tile: EmbeddedTile, model: string): Promise<TileEmbeddings | null> {
  const read = await readHeader(tile);
  if (read === null) return null;
  const { header, file, start } = read;
  const rows = validRows(header, tile, model);
  if (rows.length === 0) return null;
  const { features } = header;
  const all = new Float32Array(await file.slice(start).arrayBuffer());
  const values = rows.length === header.numbers.length ? all : new Float32Array(rows.length * features);
  if (values !== all) {
    rows.forEach((row, at) => {
      values.set(all.subarray(row * features, (row + 1) * features), at * features);
    });
  }
  const numbers = rows.map((row) => header.numbers[row]!);
  return { tileId: tile.record.id, model, numbers, features, values };
}
