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
 * A file of crops is `[cells, size, size, 4]`, channels red green blue yellow, 0..255, without a header. The tile's
 * row says which options they were made with and in which order the cells are (`TileGeneration`, `CropFile`).
 */

/**
 * Number of bytes of one crop.
 * @param size side of the crop in px.
 */
export function cropBytes(size: number): number {
  return size * size * 4;
}

/**
 * Stores crops one by one while they are made, so that memory holds only one of them.
 *
 * @param folder the tile's folder.
 * @param file id of the `CropFile`.
 * @param crops `[size, size, 4]` each. The same array may be used for the next crop.
 * @param subject named in problems.
 * @throws QuotaExceeded, StorageBroken. Then the incomplete file is removed.
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

/** The open crop files of one tile. A file handle takes a few hundred bytes, whatever the size of the file. */
interface OpenTile {
  /**
   * Id of the file that segmentation made. Corrections add more files, and a new segmentation
   * makes another first file.
   */
  readonly firstFile: string;
  /** The file and the row in it that hold each cell's crop, keyed by cell number. */
  readonly placeOf: ReadonlyMap<number, { readonly file: File; readonly row: number }>;
}

/**
 * Number of tiles whose handles are kept. A batch may use as many tiles as it has cells, so
 * this is for a few batches.
 */
const mostOpenTiles = 256;

/**
 * Opens a source that reads stored crops. It reads only the bytes that are requested and keeps the handles of at
 * most `mostOpenTiles` tiles, so memory does not grow with the data set. Cells may be corrected while the source is
 * in use, and a removed cell keeps its last crop. When a tile is segmented again meanwhile, reading it fails with
 * `StorageBroken`, so that crops of two segmentations are never mixed.
 *
 * @param size side of the crops in px, the same for all tiles.
 */
export function openCropSource(size: number): CropSource {
  const open = new Map<string, Promise<OpenTile>>();
  const firstFiles = new Map<string, string>();
  const bytesEach = cropBytes(size);

  function openTile(id: TileId): Promise<OpenTile> {
    const known = open.get(id);
    // A Map keeps the order of insertion. The tile used last goes to the end, and the first one is removed first.
    open.delete(id);
    const tile = known ?? openCrops(id, size);
    open.set(id, tile);
    // Whoever reads from the tile awaits the same promise, and is told why it failed.
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
        // The tile was corrected meanwhile: its files were joined into a new one, or the cell is newer than the
        // handles. So the handles are opened again. Any other error comes back below and is thrown there.
        open.delete(id);
      }
      try {
        return await readFrom(await openTile(id), id, numbers);
      } catch (error) {
        throw error instanceof DOMException ? cropsChanged(id, error) : storageError(error, id);
      }
    },
  };
}

function cropsChanged(subject: string, cause?: unknown): Error {
  return problemError(
    {
      tag: "StorageBroken",
      subject,
      message: "The tile was removed or segmented again while its crops were in use.",
      remedy: "Start again with the cells as they are now.",
    },
    { cause },
  );
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
    // A crop in a later file replaces the one in an earlier file.
    for (const [at, number] of numbers.entries()) placeOf.set(number, { file, row: at });
  });
  return { firstFile: first.id, placeOf };
}

/**
 * Finds runs of crops that follow each other in a file, so that each run is read at once. A run has `count` crops,
 * which begin at `row` in the file and at index `at` of `numbers`.
 */
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
