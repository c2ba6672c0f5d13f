import type { MaskPart } from "../domain/dataset/tile-mask.ts";
import type { TileId } from "../domain/tile/tile.ts";
import { type StoredMask, withDatabase } from "./database.ts";
import { readFile, removePath } from "./files/private-files.ts";
import { writeFile } from "./files/write-private-file.ts";

/*
 * Masks are stored as the bytes of the user's files, which are compressed and exact, and are decoded when they are
 * needed. They have a folder of their own, because a mask may come before its tile:
 *
 *   masks/<random name>
 */
export const masksFolder = "masks";

const subject = "The masks";

/**
 * Stores a mask file. It replaces an earlier one of the same tile and part once the row names the new file.
 *
 * @param fileName the name of the user's file.
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

/** Loads the masks of some tiles. Tiles without a mask are not in the result. */
export function loadMasks(tileIds: readonly TileId[]): Promise<Map<TileId, StoredMask>> {
  return withDatabase(subject, async (database) => {
    const { store, done } = database.transaction("masks");
    const rows = await Promise.all(tileIds.map((id) => store.get(id)));
    await done;
    return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.tileId, row] as const])));
  });
}

/** Loads all masks, also those of tiles that are not in the data set. */
export function loadAllMasks(): Promise<StoredMask[]> {
  return withDatabase(subject, (database) => database.getAll("masks"));
}

/**
 * Reads the bytes of a mask file.
 *
 * @param stored its name in the private file system.
 * @param fileName the name of the user's file, for problems.
 * @throws StorageBroken when the file is missing.
 */
export async function readMask(stored: string, fileName: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(`${masksFolder}/${stored}`, fileName));
}

/**
 * Deletes the masks of some tiles. Rows are deleted first: if the page is closed meanwhile, files without a row are
 * left, and the next start removes those.
 */
export async function deleteMasks(tileIds: readonly TileId[]): Promise<void> {
  const rows = [...(await loadMasks(tileIds)).values()];
  await withDatabase(subject, async (database) => {
    const transaction = database.transaction("masks", "readwrite");
    await Promise.all([...rows.map(({ tileId }) => transaction.store.delete(tileId)), transaction.done]);
  });
  for (const file of rows.flatMap(filesOf)) await removePath(`${masksFolder}/${file}`);
}

/** Dismisses the problems about masks whose tiles are not in the data set, until new masks come. */
export function quietMasks(): Promise<void> {
  return withDatabase(subject, async (database) => {
    const transaction = database.transaction("masks", "readwrite");
    for (const row of await transaction.store.getAll()) {
      if (!row.quiet) void transaction.store.put({ ...row, quiet: true });
    }
    await transaction.done;
  });
}

/** The names of a mask's files in `masksFolder`. */
export function filesOf({ cells, nuclei }: StoredMask): string[] {
  return [cells, nuclei].flatMap((part) => (part === null ? [] : [part.stored]));
}
