import { problemError } from "../domain/errors.ts";
import { listFolder, openFile, removePath } from "./files/private-files.ts";
import { storageError } from "./files/storage-error.ts";
import { isTemporary, writeFile } from "./files/write-private-file.ts";

/*
 * One file a checkpoint, `models/<checkpoint>.safetensors`, weights and optimiser together. A new checkpoint of a run is a new file:
 * the old one stands until the run's record speaks of the new one. Files that no record speaks of are swept.
 */

const modelsFolder = "models";
const suffix = ".safetensors";
const subject = "The model's checkpoint";

function checkpointPath(id: string): string {
  return `${modelsFolder}/${id}${suffix}`;
}

/**
 * Writes a checkpoint; one of the same id stays until the new one is whole.
 *
 * @throws QuotaExceeded, StorageBroken
 */
export function writeCheckpoint(id: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  return writeFile(checkpointPath(id), [bytes], subject);
}

/** @throws StorageBroken when there is none. */
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

/** Never throws: what is in use is swept at the next start. */
export async function deleteCheckpoints(ids: Iterable<string>): Promise<void> {
  for (const id of ids) await removePath(checkpointPath(id));
}

/** Removes all files but the checkpoints in `kept`, torn writes too. */
export async function sweepCheckpoints(kept: ReadonlySet<string>): Promise<void> {
  for (const name of await listFolder(modelsFolder)) {
    const isKept = !isTemporary(name) && kept.has(name.slice(0, -suffix.length));
    if (!isKept) await removePath(`${modelsFolder}/${name}`);
  }
}
