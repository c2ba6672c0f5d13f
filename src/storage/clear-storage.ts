import { withDatabase } from "./database.ts";
import { listFolder, removePath } from "./files/private-files.ts";

/**
 * Deletes everything that this page has stored, the log of failures too, because it names files and tiles. Records are
 * deleted first: if the page is closed meanwhile, only files without a record are left, and the next start removes
 * those.
 */
export async function clearStorage(): Promise<void> {
  await withDatabase("Storage", async (database) => {
    const transaction = database.transaction(database.objectStoreNames, "readwrite");
    const stores = [...database.objectStoreNames];
    await Promise.all([...stores.map((name) => transaction.objectStore(name).clear()), transaction.done]);
  });
  for (const name of await listFolder("")) await removePath(name);
}
