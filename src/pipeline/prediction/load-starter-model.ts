import { throwIfCancelled } from "../../domain/cancel.ts";
import { problemError } from "../../domain/errors.ts";
import type { Model } from "../../domain/training/checkpoint.ts";
import { starterModelId, starterModelName } from "../../domain/training/starter-model.ts";
import { decodeModel } from "../models/model-file.ts";

/**
 * Loads the model that comes with the page. It is for sample tiles only.
 *
 * @param address The address of its file, on the page's own origin.
 * @throws StorageBroken when the file is missing or damaged; Cancelled.
 */
export async function loadStarterModel(address: string, signal: AbortSignal): Promise<Model> {
  let bytes: ArrayBuffer | null = null;
  let cause: unknown;
  try {
    const answer = await fetch(address, { signal });
    if (answer.ok) bytes = await answer.arrayBuffer();
  } catch (error) {
    throwIfCancelled(signal);
    // A fetch that does not come through, or breaks off, is a TypeError.
    if (!(error instanceof TypeError)) throw error;
    cause = error;
  }
  const model = bytes === null ? null : decodeModel(new Uint8Array(bytes), starterModelName);
  if (model?.manifest.id === starterModelId) return model;
  throw problemError(
    {
      tag: "StorageBroken",
      subject: starterModelName,
      message: "Its file could not be loaded from the page's own address.",
      remedy: "Reload the page, or go on: training does not need it.",
    },
    { cause },
  );
}
