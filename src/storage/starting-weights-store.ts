import { problemError } from "../domain/errors.ts";
import type { StartingWeights } from "../domain/training/starting-weights.ts";
import { withDatabase } from "./database.ts";
import { openFile, removePath } from "./files/private-files.ts";
import { roomFor } from "./files/quota.ts";
import { storageError } from "./files/storage-error.ts";
import { writeFile } from "./files/write-private-file.ts";

/* Weights that a run can start from. Each has a record and a file, `weights/<id>.safetensors`. */

export const weightsFolder = "weights";

const pathOf = (id: string) => `${weightsFolder}/${id}.safetensors`;

/** Loads the records of all starting weights, oldest first. */
export function loadStartingWeights(): Promise<StartingWeights[]> {
  return withDatabase("The starting weights", async (database) => {
    const records = await database.getAll("weights");
    return records.sort((a, b) => a.addedAt.localeCompare(b.addedAt));
  });
}

/**
 * Stores starting weights: first the file, then the record.
 *
 * @param bytes the file's content in the format safetensors.
 * @throws QuotaExceeded, StorageBroken
 */
export async function saveStartingWeights(record: StartingWeights, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await roomFor(bytes.byteLength, record.name);
  await writeFile(pathOf(record.id), [bytes], record.name);
  await withDatabase(record.name, async (database) => {
    await database.put("weights", record);
  });
}

/**
 * Reads the record and the file of starting weights.
 *
 * @throws StorageBroken when the record or the file is missing.
 */
export async function readStartingWeights(
  id: string,
): Promise<{ readonly record: StartingWeights; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const subject = "The starting weights";
  const record = await withDatabase(subject, (database) => database.get("weights", id));
  const file = record === undefined ? null : await openFile(pathOf(id), subject);
  if (record === undefined || file === null) {
    throw problemError({
      tag: "StorageBroken",
      subject,
      message: "The weights to start from are no longer in the browser's storage.",
      remedy: "Choose others, or drop their file again.",
    });
  }
  try {
    return { record, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch (error) {
    throw storageError(error, record.name);
  }
}

/** Deletes starting weights. Runs that started from them stay as they are. */
export async function deleteStartingWeights(id: string): Promise<void> {
  await withDatabase("The starting weights", (database) => database.delete("weights", id));
  await removePath(pathOf(id));
}

/** The names of the files that have a record. */
export async function weightsFiles(): Promise<ReadonlySet<string>> {
  return new Set((await loadStartingWeights()).map(({ id }) => `${id}.safetensors`));
}
