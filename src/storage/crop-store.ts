import { problemError } from "../domain/errors.ts";
import type { CropSource } from "../domain/tile/crop-options.ts";
import { type TileId, tileId } from "../domain/tile/tile.ts";
import type { TileRow } from "./database.ts";
import { missingFile, openFile } from "./files/private-files.ts";
import { storageError } from "./files/storage-error.ts";
import { openFileWriter } from "./files/write-private-file.ts";
import { cropsPath } from "./tile-paths.ts";
import { loadTileRow } from "./tile-rows.ts";

/*
 * A file of crops is `[cells, size, size, 4]`, red green blue yellow, 0..255, without a header: what they were made with and
 * which cell comes where stands in the tile's row (`TileGeneration`, `CropFile`).
 */

/** Bytes of one crop. */
export function cropBytes(size: number): number {
  return size * size * 4;
}

/**
 * Stores crops as they are made, so that only one of them is in memory.
 *
 * @param file the `CropFile`'s id.
 * @param crops each `[size, size, 4]`; the array may be used again for the next.
 * @throws QuotaExceeded, StorageBroken; nothing half-written stays.
 */
export async function writeCrops(
  folder: string,
  file: string,
  crops: Iterable<Uint8Array>,
  subject: string,
): Promise<void> {
  const writer = await openFileWriter(cropsPath(folder, file), subject);
  try {
    for (const crop of crops) await writer.write(crop as Uint8Array<ArrayBuffer>);
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

/** Open file handles: a few hundred bytes each, whatever the files' sizes. */
interface OpenTile {
  /** Of the segmentation's own file. Corrections add files to it; another segmentation has another. */
  readonly firstFile: string;
  /** Where each cell's crop lies. */
  readonly placeOf: ReadonlyMap<number, { readonly file: File; readonly row: number }>;
}

/** Tiles whose handles are kept. A batch draws from as many tiles as it has cells, so a few batches' worth. */
const mostOpenTiles = 256;

/**
 * Reads stored crops. Only the bytes asked for are read, and at most `mostOpenTiles` handles are kept, so memory does not
 * grow with the data set. Cells may be corrected while the source is in use: those that are gone keep the crop they had. A
 * tile that is segmented again is refused, never mixed up.
 *
 * @param size side that every crop must have, in px.
 */
export function openCropSource(size: number): CropSource {
  const open = new Map<string, Promise<OpenTile>>();
  const firstFiles = new Map<string, string>();
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

  async function readFrom(tile: OpenTile, id: TileId, numbers: readonly number[]): Promise<Uint8Array> {
    const known = firstFiles.get(id) ?? tile.firstFile;
    if (known !== tile.firstFile) throw cropsChanged(id);
    firstFiles.set(id, known);
    const crops = new Uint8Array(numbers.length * bytesEach);
    await Promise.all(
      runsOf(numbers, tile, id).map(async ({ at, file, row, count }) => {
        const part = file.slice(row * bytesEach, (row + count) * bytesEach);
        const bytes = new Uint8Array(await part.arrayBuffer());
        if (bytes.length !== count * bytesEach) throw missingFile(id);
        crops.set(bytes, at * bytesEach);
      }),
    );
    return crops;
  }

  return {
    size,
    async read(name, numbers) {
      const id = tileId(name);
      try {
        return await readFrom(await openTile(id), id, numbers);
      } catch {
        // Corrected meanwhile: the files were put together anew, or the cell came later than the handles.
        open.delete(id);
      }
      try {
        return await readFrom(await openTile(id), id, numbers);
      } catch (error) {
        throw error instanceof DOMException ? cropsChanged(id) : storageError(error, id);
      }
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
  const cropFiles = row?.generation?.cropFiles ?? [];
  const folder = row?.folder ?? null;
  const [first] = cropFiles;
  if (folder === null || first === undefined) throw missingFile(id);
  const files = await Promise.all(cropFiles.map((entry) => openFile(cropsPath(folder, entry.id), id)));
  const placeOf = new Map<number, { readonly file: File; readonly row: number }>();
  cropFiles.forEach(({ numbers }, index) => {
    const file = files[index] ?? null;
    if (file === null || file.size !== numbers.length * cropBytes(size)) throw missingFile(id);
    // A later file's crop replaces an earlier one's.
    for (const [at, number] of numbers.entries()) placeOf.set(number, { file, row: at });
  });
  return { firstFile: first.id, placeOf };
}

/** Cells whose crops lie one after the other, read at once: `count` crops from `row` on go to place `at`. */
function runsOf(numbers: readonly number[], { placeOf }: OpenTile, subject: string) {
  const runs: { readonly at: number; readonly file: File; readonly row: number; count: number }[] = [];
  numbers.forEach((number, at) => {
    const place = placeOf.get(number);
    if (place === undefined) throw missingFile(subject);
    const last = runs.at(-1);
    if (last !== undefined && last.file === place.file && last.row + last.count === place.row) last.count += 1;
    else runs.push({ at, ...place, count: 1 });
  });
  return runs;
}
