import type { TileEmbeddings } from "../domain/cell/embedding.ts";
import type { TileId } from "../domain/tile/tile.ts";
import { cropFileOf } from "./crop-file-of.ts";
import type { TileGeneration } from "./database.ts";
import { openFile } from "./files/private-files.ts";
import { storageError } from "./files/storage-error.ts";
import { writeFile } from "./files/write-private-file.ts";
import { embeddingsPath } from "./tile-paths.ts";

/*
 * Each tile has one file: the header's length in bytes (uint32), the header (JSON in UTF-8, padded with spaces to a
 * multiple of 4 bytes), then `[cells, features]` float32. All numbers are little-endian. The header names the
 * network and, for each cell, the file that its crop came from. So features of another network, or of a cell that
 * was corrected or found again since, are never used for the cell as it is now. At 4 bytes a feature, a cell takes
 * 128 bytes with the tiny network and 8 kB with ResNet-50, while its crop takes 200 kB.
 */

interface Header {
  /** `modelKey` of the network. */
  readonly model: string;
  /** Number of features of each cell. */
  readonly features: number;
  /** Cell numbers, in the order of the rows. */
  readonly numbers: readonly number[];
  /** For each row the index of its crop's file in `cropFiles`. */
  readonly cropFile: readonly number[];
  /** Ids of the files that the crops came from. */
  readonly cropFiles: readonly string[];
}

/** A tile with its folder and the crops that its cells have now. */
export interface EmbeddedTile {
  readonly record: { readonly id: TileId };
  /** The tile's folder in the private file system. */
  readonly folder: string;
  readonly generation: TileGeneration;
}

/**
 * Stores the features of a tile in place of the earlier ones.
 *
 * @param tile its `generation` is the one whose crops went through the network.
 * @throws QuotaExceeded, StorageBroken
 */
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

/** The header; null when this version did not write it. */
function parseHeader(text: string): Header | null {
  try {
    const header = JSON.parse(text) as Partial<Header> | null;
    return Array.isArray(header?.numbers) ? (header as Header) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * Reads the header of a tile's file.
 *
 * @returns the header, the file, and the position of the features in bytes. Null when the file is missing or
 * damaged, which is no error, because features can be computed again.
 * @throws StorageBroken
 */
async function readHeader(tile: EmbeddedTile): Promise<{ header: Header; file: File; start: number } | null> {
  const file = await openFile(embeddingsPath(tile.folder), tile.record.id);
  if (file === null || file.size < 4) return null;
  try {
    const [length = 0] = new Uint32Array(await file.slice(0, 4).arrayBuffer());
    const header = parseHeader(await file.slice(4, 4 + length).text());
    const start = 4 + length;
    const isWhole = header !== null && file.size === start + header.numbers.length * header.features * 4;
    return isWhole ? { header, file, start } : null;
  } catch (error) {
    // Replaced or removed since it was opened: then the features were of cells as they are no more.
    if (error instanceof DOMException) return null;
    throw storageError(error, tile.record.id);
  }
}

/** The rows of the file that were computed by this network from the crops that the cells have now. */
function validRows({ model, numbers, cropFile, cropFiles }: Header, tile: EmbeddedTile, wanted: string): number[] {
  if (model !== wanted) return [];
  const fileOf = cropFileOf(tile.generation);
  const there = new Set(tile.generation.numbers);
  return numbers.flatMap((number, row) => {
    const file = cropFiles[cropFile[row] ?? -1];
    return there.has(number) && file !== undefined && fileOf.get(number) === file ? [row] : [];
  });
}

/** Counts the tile's cells that have features of this model. It reads only the file's header. */
export async function countEmbeddings(tile: EmbeddedTile, model: string): Promise<number> {
  const read = await readHeader(tile);
  return read === null ? 0 : validRows(read.header, tile, model).length;
}

/**
 * Loads the features of the tile's cells that have features of this model.
 *
 * @param model `modelKey` of the network.
 * @returns null when no cell has any.
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
