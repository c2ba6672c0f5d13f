import { problemError } from "../domain/errors.ts";
import { listFolder, openFile, removePath } from "./private-files.ts";
import { storageError } from "./storage-error.ts";
import { writeFile } from "./write-private-file.ts";

/* One file a run, `models/<run>.safetensors`: its last checkpoint, weights and optimizer together. */

export const modelsFolder = "models";
const subject = "The model's checkpoint";

function checkpointPath(runId: string): string {
  return `${modelsFolder}/${runId}.safetensors`;
}

/**
 * Puts a run's checkpoint in the place of its last one, which stays until the new one is whole.
 *
 * @throws QuotaExceeded, StorageBroken
 */
export function writeCheckpoint(runId: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  return writeFile(checkpointPath(runId), [bytes], subject);
}

/** @throws StorageBroken when there is none. */
export async function readCheckpoint(runId: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await openFile(checkpointPath(runId), subject);
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

/** Removes the checkpoints of all runs but this one. */
export async function deleteOtherCheckpoints(runId: string): Promise<void> {
  for (const name of await listFolder(modelsFolder)) {
    if (`${modelsFolder}/${name}` !== checkpointPath(runId)) await removePath(`${modelsFolder}/${name}`);
  }
}
