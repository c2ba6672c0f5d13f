import type { MaskPart } from "../domain/dataset/tile-mask.ts";
import type { TileId } from "../domain/tile/tile.ts";
import { type StoredMask, withDatabase } from "./database.ts";
import { readFile, removePath } from "./files/private-files.ts";
import { writeFile } from "./files/write-private-file.ts";

/*
 * Masks are kept as the bytes they came in, packed and exact as they are, and decoded when they are needed. Their files lie
 * apart from the tiles', because a mask may come before its tile:
 *
 *   masks/<random name>
 */
export const masksFolder = "masks";

const subject = "The masks";

/**
 * Keeps a mask file, in the place of an earlier one of the same tile and part. It counts once its row is there.
 *
 * @param fileName as the user knows it.
 * @throws QuotaExceeded, StorageBroken
 */
export async function putMask(
  tileId: TileId,
  part: MaskPart,
  fileName: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const stored = crypto.randomUUID();
  await writeFile(`${masksFolder}/${stored}`, [bytes], fileName);
  const before = await withDatabase(subject, async (database) => {
    const transaction = database.transaction("masks", "readwrite");
    const known = (await transaction.store.get(tileId)) ?? { tileId, cells: null, nuclei: null, quiet: false };
    await transaction.store.put({ ...known, quiet: false, [part]: { fileName, stored } });
    await transaction.done;
    return known[part];
  });
  if (before !== null) await removePath(`${masksFolder}/${before.stored}`);
}

/** The masks of those tiles that have some. */
export function loadMasks(tileIds: readonly TileId[]): Promise<Map<TileId, StoredMask>> {
  return withDatabase(subject, async (database) => {
    const { store, done } = database.transaction("masks");
    const rows = await Promise.all(tileIds.map((id) => store.get(id)));
    await done;
    return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.tileId, row] as const])));
  });
}

/** All masks there are, also those of tiles that are not in the data set. */
export function loadAllMasks(): Promise<StoredMask[]> {
  return withDatabase(subject, (database) => database.getAll("masks"));
}

/** @throws StorageBroken when the file is not there. */
export async function readMask(stored: string, fileName: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(`${masksFolder}/${stored}`, fileName));
}

/** Records first: should the page be closed now, the files are leftovers that the next start sweeps. */
export async function deleteMasks(tileIds: readonly TileId[]): Promise<void> {
  const rows = [...(await loadMasks(tileIds)).values()];
  await withDatabase(subject, async (database) => {
    const transaction = database.transaction("masks", "readwrite");
    await Promise.all([...rows.map(({ tileId }) => transaction.store.delete(tileId)), transaction.done]);
  });
  for (const file of rows.flatMap(filesOf)) await removePath(`${masksFolder}/${file}`);
}

/** No longer tells of masks whose tiles are not there. */
export function quietMasks(): Promise<void> {
  return withDatabase(subject, async (database) => {
    const transaction = database.transaction("masks", "readwrite");
    for (const row of await transaction.store.getAll()) {
      if (!row.quiet) void transaction.store.put({ ...row, quiet: true });
    }
    await transaction.done;
  });
}

/** Names of a mask's files in `masksFolder`. */
export function filesOf({ cells, nuclei }: StoredMask): string[] {
  return [cells, nuclei].flatMap((part) => (part === null ? [] : [part.stored]));
}
