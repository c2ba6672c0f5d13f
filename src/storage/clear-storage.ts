import { withDatabase } from "./database.ts";
import { listFolder, removePath } from "./files/private-files.ts";

/** Forgets everything: records first, so that an interrupted clearing leaves only files that the next start sweeps. */
export async function clearStorage(): Promise<void> {
  await withDatabase("Storage", async (database) => {
    const transaction = database.transaction(database.objectStoreNames, "readwrite");
    const stores = [...database.objectStoreNames];
    await Promise.all([...stores.map((name) => transaction.objectStore(name).clear()), transaction.done]);
  });
  for (const name of await listFolder("")) await removePath(name);
}
