import { listFolder, openFile, readFile, removePath, writeFile } from "./private-files.ts";

/* One file a run, `models/<run>.safetensors`: its last checkpoint, weights and optimizer together. */

const modelsFolder = "models";

function checkpointPath(runId: string): string {
  return `${modelsFolder}/${runId}.safetensors`;
}

/**
 * Puts a run's checkpoint in the place of its last one, which stays until the new one is whole.
 *
 * @throws QuotaExceeded, StorageBroken
 */
export function writeCheckpoint(runId: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  return writeFile(checkpointPath(runId), [bytes], "The model's checkpoint");
}

/** The run's last checkpoint as a handle, or null when it has none (yet). */
export function openCheckpoint(runId: string): Promise<File | null> {
  return openFile(checkpointPath(runId), "The model's checkpoint");
}

/** @throws StorageBroken when there is none. */
export async function readCheckpoint(runId: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(checkpointPath(runId), "The model's checkpoint"));
}

/** Removes the checkpoints of all runs but this one. */
export async function deleteOtherCheckpoints(runId: string): Promise<void> {
  for (const name of await listFolder(modelsFolder)) {
    if (`${modelsFolder}/${name}` !== checkpointPath(runId)) await removePath(`${modelsFolder}/${name}`);
  }
}
