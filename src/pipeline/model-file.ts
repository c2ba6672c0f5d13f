import { completeManifest } from "../domain/complete-options.ts";
import { problemError } from "../domain/errors.ts";
import type { Checkpoint, Model, ModelManifest, RunProgress } from "../domain/training.ts";
import { decodeSafetensors, encodeSafetensors, type WritableTensor } from "../export/safetensors.ts";

/*
 * A checkpoint as one .safetensors file: the network's numbers by torchvision's names, the optimiser's slots beside them
 * (`optimizer.exp_avg/conv1.weight`), and as JSON texts in its metadata the manifest and where the run stands.
 */

/** What only training needs starts with one of these, and no layer of a network does. */
const trainingPrefixes = ["optimizer.", "memory.", "attention.", "selfTraining."];
const varianceSuffix = ".running_var";

export function encodeCheckpoint({ manifest, tensors, progress }: Checkpoint): Uint8Array<ArrayBuffer> {
  const metadata = { manifest: JSON.stringify(manifest), progress: JSON.stringify(progress) };
  return encodeSafetensors(tensors, metadata, subjectOf(manifest));
}

/**
 * The model alone, for use elsewhere: without what only training needs, and with every tensor that torchvision's
 * `load_state_dict` asks for. Torch counts batches beside each normalisation; it uses the count only where no momentum is set, so 0
 * stands for it. Counters lie in front, where 8-byte numbers are aligned.
 */
export function encodeModel({ manifest, tensors }: Model): Uint8Array<ArrayBuffer> {
  const weights = [...tensors].filter(([name]) => !trainingPrefixes.some((prefix) => name.startsWith(prefix)));
  const counters = weights
    .filter(([name]) => name.endsWith(varianceSuffix))
    .map(([name]): [string, WritableTensor] => [
      `${name.slice(0, -varianceSuffix.length)}.num_batches_tracked`,
      { shape: [], values: new BigInt64Array(1) },
    ]);
  const all = new Map<string, WritableTensor>([...counters, ...weights]);
  return encodeSafetensors(all, { manifest: JSON.stringify(manifest) }, subjectOf(manifest));
}

/** Options that came after it was written are completed. @throws StorageBroken when the file is damaged or no checkpoint of Cytotope. */
export function decodeCheckpoint(bytes: Uint8Array, subject: string): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, subject);
  const manifest = readJson(metadata["manifest"]) as ModelManifest | null;
  const progress = readJson(metadata["progress"]) as RunProgress | null;
  if (manifest?.format !== "cytotope-model-1" || progress === null) {
    throw problemError({
      tag: "StorageBroken",
      subject,
      message: "The file is not a checkpoint of this version of Cytotope.",
      remedy: "Train the model again.",
    });
  }
  return { manifest: completeManifest(manifest), tensors, progress };
}

function readJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

function subjectOf(manifest: ModelManifest): string {
  return `Model ${manifest.id}`;
}
