import { problemError } from "../domain/errors.ts";
import { listFolder, openFile, removePath } from "./files/private-files.ts";
import { storageError } from "./files/storage-error.ts";
import { isTemporary, writeFile } from "./files/write-private-file.ts";

/*
 * Each checkpoint is one file, `models/<checkpoint>.safetensors`, which holds the weights and the optimiser's
 * state. A new checkpoint of a run is a new file, and the old one stays until the run's record names the new one.
 * Files that no record names are removed when the page starts.
 */

const modelsFolder = "models";
const suffix = ".safetensors";
const subject = "The model's checkpoint";

function checkpointPath(id: string): string {
  return `${modelsFolder}/${id}${suffix}`;
}

/**
 * Writes a checkpoint. An older file of the same id stays until the new one is complete.
 *
 * @throws QuotaExceeded, StorageBroken
 */
export function writeCheckpoint(id: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  return writeFile(checkpointPath(id), [bytes], subject);
}

/**
 * Reads the bytes of a checkpoint's file.
 *
 * @throws StorageBroken when there is no such file, or it cannot be read.
 */
export async function readCheckpoint(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await openFile(checkpointPath(id), subject);
  if (file === null) {
    throw problemError({
      tag: "StorageBroken",
      subject,
      message: "The checkpoint of this run is no longer in the browser's storage.",
      remedy: "Start a new run.",
    });
  }
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw storageError(error, subject);
  }
}

/** Size of a checkpoint's file in bytes; null when there is none. */
export async function checkpointBytes(id: string): Promise<number | null> {
  return (await openFile(checkpointPath(id), subject))?.size ?? null;
}

/** Deletes checkpoints. It never throws: a file that is in use stays, and is removed at the next start. */
export async function deleteCheckpoints(ids: Iterable<string>): Promise<void> {
  for (const id of ids) await removePath(checkpointPath(id));
}

/** Removes all files in the folder except the checkpoints in `kept`, also those of interrupted writes. */
export async function sweepCheckpoints(kept: ReadonlySet<string>): Promise<void> {
  for (const name of await listFolder(modelsFolder)) {
    const isKept = !isTemporary(name) && kept.has(name.slice(0, -suffix.length));
    if (!isKept) await removePath(`${modelsFolder}/${name}`);
  }
}
