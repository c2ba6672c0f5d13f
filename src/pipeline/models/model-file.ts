import { problemError } from "../../domain/errors.ts";
import type { Checkpoint, Model, RunProgress } from "../../domain/training/checkpoint.ts";
import { completeManifest } from "../../domain/training/complete-options.ts";
import type { ModelManifest } from "../../domain/training/model-manifest.ts";
import { backbonePresets } from "../../domain/training/training-options.ts";
import type { EpochMetrics } from "../../domain/training/training-progress.ts";
import { decodeSafetensors, encodeSafetensors, type WritableTensor } from "../../export/safetensors.ts";

/*
 * A checkpoint is one .safetensors file. It holds the network's tensors under torchvision's names and the
 * optimiser's slots (`optimizer.exp_avg/conv1.weight`). Its metadata holds the manifest and the run's progress as
 * JSON texts.
 */

/** The names of tensors that only training needs start with one of these. No layer's name does. */
const trainingPrefixes = ["optimizer.", "memory.", "attention.", "selfTraining."];
const varianceSuffix = ".running_var";

export function encodeCheckpoint({ manifest, tensors, progress }: Checkpoint): Uint8Array<ArrayBuffer> {
  const metadata = { manifest: JSON.stringify(manifest), progress: JSON.stringify(progress) };
  return encodeSafetensors(tensors, metadata, subjectOf(manifest));
}

/**
 * Encodes the model for use elsewhere: without the tensors that only training needs, and with every tensor that
 * torchvision's `load_state_dict` requires. Torch counts batches in each normalisation layer but uses the count only
 * when no momentum is set, so the count is 0 here. The counters come first, where 8-byte numbers are aligned.
 *
 * @param epochs The figures of its run's epochs, for the curves; [] leaves them out.
 */
export function encodeModel(
  { manifest, tensors }: Model,
  epochs: readonly EpochMetrics[] = [],
): Uint8Array<ArrayBuffer> {
  const weights = [...tensors].filter(([name]) => !trainingPrefixes.some((prefix) => name.startsWith(prefix)));
  const counters = weights
    .filter(([name]) => name.endsWith(varianceSuffix))
    .map(([name]): [string, WritableTensor] => [
      `${name.slice(0, -varianceSuffix.length)}.num_batches_tracked`,
      { shape: [], values: new BigInt64Array(1) },
    ]);
  const all = new Map<string, WritableTensor>([...counters, ...weights]);
  const history = epochs.length === 0 ? {} : { epochs: JSON.stringify(epochs) };
  return encodeSafetensors(all, { manifest: JSON.stringify(manifest), ...history }, subjectOf(manifest));
}

/** What a model's file holds. */
export interface ModelFile extends Model {
  /** Null in a file that holds a model only. */
  readonly progress: RunProgress | null;
  /** The figures of its run's epochs, as far as the file has them. */
  readonly epochs: readonly EpochMetrics[];
}

/**
 * Reads a checkpoint or an exported model. Options that did not exist when it was written get their defaults.
 * @throws StorageBroken when the file is damaged or not Cytotope's.
 */
export function decodeModel(bytes: Uint8Array, subject: string): ModelFile {
  const { tensors, metadata } = decodeSafetensors(bytes, subject);
  const manifest = readJson(metadata["manifest"]);
  if (!isManifest(manifest)) throw notOurs(subject, "model");
  const progress = readJson(metadata["progress"]) as RunProgress | null;
  const epochs = readJson(metadata["epochs"]) ?? progress?.epochs;
  return { manifest: completeManifest(manifest), tensors, progress, epochs: Array.isArray(epochs) ? epochs : [] };
}

/**
 * Reads a checkpoint. Options that did not exist when it was written get their defaults.
 * @throws StorageBroken when the file is damaged or is no checkpoint of Cytotope.
 */
export function decodeCheckpoint(bytes: Uint8Array, subject: string): Checkpoint {
  const { manifest, tensors, progress } = decodeModel(bytes, subject);
  if (progress === null) throw notOurs(subject, "checkpoint");
  return { manifest, tensors, progress };
}

function notOurs(subject: string, what: "model" | "checkpoint"): Error {
  return problemError({
    tag: "StorageBroken",
    subject,
    message: `The file is not a ${what} of this version of Cytotope.`,
    remedy:
      what === "model"
        ? "Choose a file that Cytotope exported; weights of other programs can only be trained from."
        : "Train the model again.",
  });
}

/** Whether a manifest from a file has all fields that prediction needs. */
function isManifest(value: unknown): value is ModelManifest {
  const { format, id, backbone, channels, classes, crop, options } = (value ?? {}) as Partial<ModelManifest>;
  return (
    format === "cytotope-model-1" &&
    typeof id === "string" &&
    backbonePresets.some((preset) => preset === backbone) &&
    Array.isArray(channels) &&
    Array.isArray(classes?.names) &&
    typeof crop === "object" &&
    typeof options === "object"
  );
}

function readJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch (error) {
    // Another program's text: whoever asked says that the file is not ours.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function subjectOf(manifest: ModelManifest): string {
  return `Model ${manifest.id}`;
}
