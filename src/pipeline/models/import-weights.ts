import { breathe } from "../../domain/breathe.ts";
import { throwIfCancelled } from "../../domain/cancel.ts";
import { problemError } from "../../domain/errors.ts";
import { sha256 } from "../../domain/sha-256.ts";
import type { NamedTensors } from "../../domain/training/checkpoint.ts";
import type { ModelManifest } from "../../domain/training/model-manifest.ts";
import type { StartingWeights } from "../../domain/training/starting-weights.ts";
import { decodeSafetensors, encodeSafetensors } from "../../export/safetensors.ts";
import { convertKeras, kerasNormalisation } from "../../learning/weights/convert-keras.ts";
import { type RecognisedNetwork, recogniseBackbone } from "../../learning/weights/recognise-backbone.ts";
import { type InputNormalisation, imageNetNormalisation, widenStem } from "../../learning/weights/widen-stem.ts";
import { loadStartingWeights, saveStartingWeights } from "../../storage/starting-weights-store.ts";
import { asUsersFile } from "./as-users-file.ts";
import { readKerasFile } from "./read-keras-file.ts";

/** The network of a file, before its stem is adapted to four channels. */
interface ReadNetwork extends RecognisedNetwork {
  readonly format: StartingWeights["format"];
  readonly normalisation: InputNormalisation;
  /** The names of the head's outputs, if the file has them. */
  readonly classNames: readonly string[] | null;
}

/** Weights that a run can start from, with the facts for their record. */
export type PreparedWeights = Pick<StartingWeights, "format" | "backbone" | "stem" | "head" | "ignored"> & {
  readonly tensors: NamedTensors;
};

function startsWith(bytes: Uint8Array, ...signature: number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function classNamesOf(metadata: Readonly<Record<string, string>>): readonly string[] | null {
  let manifest: Partial<ModelManifest> | null;
  try {
    manifest = JSON.parse(metadata["manifest"] ?? "null") as typeof manifest;
  } catch (error) {
    // Another program's manifest need not be JSON.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  return manifest?.format === "cytotope-model-1" ? (manifest.classes?.names ?? null) : null;
}

function readSafetensors(bytes: Uint8Array, name: string): ReadNetwork {
  const { tensors, metadata } = decodeSafetensors(bytes, name);
  return {
    ...recogniseBackbone(tensors, name),
    format: "safetensors",
    normalisation: imageNetNormalisation,
    classNames: classNamesOf(metadata),
  };
}

async function readNetwork(bytes: Uint8Array, name: string): Promise<ReadNetwork> {
  // torch.save writes a zip archive or a Python pickle.
  if (startsWith(bytes, 0x50, 0x4b, 3, 4) || startsWith(bytes, 0x80, 2)) {
    throw problemError({
      tag: "ModelMismatch",
      subject: name,
      message: "The file is a PyTorch pickle, which can hold programs and is not read.",
      remedy: "Convert it to safetensors with the three lines of Python that docs/weights.md gives.",
    });
  }
  if (startsWith(bytes, 0x89, 0x48, 0x44, 0x46)) {
    return {
      ...convertKeras(await readKerasFile(bytes, name), name),
      format: "keras",
      normalisation: kerasNormalisation,
      classNames: null,
    };
  }
  return readSafetensors(bytes, name);
}

/**
 * Reads the network of a weights file and adapts its stem to the four channels of a crop.
 * @param name The file's name, for messages.
 * @throws BrokenWeights when the file is damaged; ModelMismatch when it holds no usable network. Both name the first
 * tensor that does not fit.
 */
export async function prepareWeights(bytes: Uint8Array, name: string): Promise<PreparedWeights> {
  const { tensors, backbone, ignored, format, normalisation, classNames } = await asUsersFile(() =>
    readNetwork(bytes, name),
  );
  const widened = tensors.get("conv1.weight")?.shape[1] === 3;
  const outputs = tensors.get("fc.bias")?.shape[0];
  return {
    tensors: widened ? widenStem(tensors, normalisation) : tensors,
    backbone,
    ignored,
    format,
    stem: widened ? "widened" : "same",
    head: outputs === undefined ? null : { outputs, names: classNames?.length === outputs ? classNames : null },
  };
}

/**
 * Stores the weights of a file, so that runs can start from them. A file that is stored already is not stored twice.
 * @param address The address the file was fetched from; null for a file of the user's.
 * @throws QuotaExceeded, and what `prepareWeights` throws.
 * @throws Cancelled when the signal is aborted.
 */
export async function importWeights(
  file: Blob,
  name: string,
  address: string | null,
  signal: AbortSignal,
): Promise<StartingWeights> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  throwIfCancelled(signal);
  const digest = await sha256(bytes);
  const known = (await loadStartingWeights()).find((weights) => weights.sha256 === digest);
  if (known !== undefined) return known;
  await breathe();
  throwIfCancelled(signal);
  const { tensors, ...prepared } = await prepareWeights(bytes, name);
  const record: StartingWeights = {
    id: crypto.randomUUID(),
    name,
    address,
    sha256: digest,
    bytes: bytes.byteLength,
    addedAt: new Date().toISOString(),
    ...prepared,
  };
  const encoded = encodeSafetensors(tensors, {}, name);
  await breathe();
  throwIfCancelled(signal);
  await saveStartingWeights(record, encoded);
  return record;
}
