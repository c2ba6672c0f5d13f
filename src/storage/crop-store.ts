import type { CropSource } from "../domain/crop-options.ts";
import { problemError } from "../domain/errors.ts";
import { type TileId, tileId } from "../domain/tile.ts";
import type { TileRow } from "./database.ts";
import { missingFile, openFile } from "./private-files.ts";
import { storageError } from "./storage-error.ts";
import { generationPath } from "./tile-paths.ts";
import { loadTileRow } from "./tile-rows.ts";
import { openFileWriter } from "./write-private-file.ts";

/*
 * The crops of a tile lie in one file, `[cells, size, size, 4]`, red green blue yellow, 0..255, without a header: what they
 * were made with and which cell comes where stands in the tile's row (`TileGeneration`).
 */

/** Bytes of one crop. */
export function cropBytes(size: number): number {
  return size * size * 4;
}

/**
 * Stores a tile's crops as they are made, so that only one of them is in memory.
 *
 * @param crops each `[size, size, 4]`; the array may be used again for the next.
 * @throws QuotaExceeded, StorageBroken; nothing half-written stays.
 */
export async function writeCrops(
  folder: string,
  generation: string,
  crops: Iterable<Uint8Array>,
  subject: string,
): Promise<void> {
  const writer = await openFileWriter(generationPath(folder, generation, "crops"), subject);
  try {
    for (const crop of crops) await writer.write(crop as Uint8Array<ArrayBuffer>);
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

/** An open file handle: a few hundred bytes, whatever the file's size. */
interface OpenTile {
  readonly file: File;
  /** Which row of the file a cell's crop is. */
  readonly rowOf: ReadonlyMap<number, number>;
}

/** Tiles whose handles are kept. A batch draws from as many tiles as it has cells, so a few batches' worth. */
const mostOpenTiles = 256;

/**
 * Reads stored crops. Only the bytes asked for are read, and at most `mostOpenTiles` handles are kept, so memory does not
 * grow with the data set. A tile that is segmented again while the source is in use is refused, never mixed up.
 *
 * @param size side that every crop must have, in px.
 */
export function openCropSource(size: number): CropSource {
  const open = new Map<string, Promise<OpenTile>>();
  const bytesEach = cropBytes(size);

  function openTile(id: TileId): Promise<OpenTile> {
    const known = open.get(id);
    // Map keeps the order of insertion: the tile used last goes to the end, the first one is forgotten first.
    open.delete(id);
    const tile = known ?? openCrops(id, size);
    open.set(id, tile);
    tile.catch(() => open.delete(id));
    for (const oldest of open.keys()) {
      if (open.size <= mostOpenTiles) break;
      open.delete(oldest);
    }
    return tile;
  }

  return {
    size,
    async read(id, numbers) {
      const { file, rowOf } = await openTile(tileId(id));
      const crops = new Uint8Array(numbers.length * bytesEach);
      try {
        await Promise.all(
          runsOf(numbers, rowOf, id).map(async ({ at, row, count }) => {
            const part = file.slice(row * bytesEach, (row + count) * bytesEach);
            const bytes = new Uint8Array(await part.arrayBuffer());
            if (bytes.length !== count * bytesEach) throw missingFile(id);
            crops.set(bytes, at * bytesEach);
          }),
        );
      } catch (error) {
        throw error instanceof DOMException ? cropsChanged(id) : storageError(error, id);
      }
      return crops;
    },
  };
}

function cropsChanged(subject: string): Error {
  return problemError({
    tag: "StorageBroken",
    subject,
    message: "The tile was removed or segmented again while its crops were in use.",
    remedy: "Start again with the cells as they are now.",
  });
}

async function openCrops(id: TileId, size: number): Promise<OpenTile> {
  const row: TileRow | null = await loadTileRow(id);
  const generation = row?.generation ?? null;
  if (row === null || row.folder === null || generation === null) throw missingFile(id);
  const file = await openFile(generationPath(row.folder, generation.id, "crops"), id);
  if (file === null || file.size !== generation.numbers.length * cropBytes(size)) throw missingFile(id);
  return { file, rowOf: new Map(generation.numbers.map((number, index) => [number, index])) };
}

/** Cells whose crops lie one after the other, read at once: `count` crops from `row` on go to place `at`. */
function runsOf(numbers: readonly number[], rowOf: ReadonlyMap<number, number>, subject: string) {
  const runs: { at: number; row: number; count: number }[] = [];
  numbers.forEach((number, at) => {
    const row = rowOf.get(number);
    if (row === undefined) throw missingFile(subject);
    const last = runs.at(-1);
    if (last !== undefined && last.row + last.count === row) last.count += 1;
    else runs.push({ at, row, count: 1 });
  });
  return runs;
}
