import { unzipSync } from "fflate";
import { breathe } from "../../domain/breathe.ts";
import { throwIfCancelled } from "../../domain/cancel.ts";
import { problemError, wantsMemory } from "../../domain/errors.ts";
import type { BackendInfo } from "../../domain/training/backend-info.ts";
import type { ModelManifest } from "../../domain/training/model-manifest.ts";
import type { RunList } from "../../domain/training/run-list.ts";
import type { StoredCheckpoint, TrainingRun } from "../../domain/training/training-run.ts";
import { architectureOf, parameterTable } from "../../learning/network/architecture.ts";
import { checkTensors } from "../../learning/network/parameters.ts";
import { deleteCheckpoints, writeCheckpoint } from "../../storage/checkpoint-store.ts";
import { addRun, changeRun } from "../../storage/run-store.ts";
import { loadSettings } from "../../storage/settings-store.ts";
import { loadReadyTiles } from "../tile/ready-tile.ts";
import { asUsersFile } from "./as-users-file.ts";
import { decodeModel, encodeModel, type ModelFile } from "./model-file.ts";
import { checkModelFits } from "./model-fit.ts";
import { choosePredictor } from "./run-list.ts";

const unknownBackend: BackendInfo = { kind: "cpu", adapter: "", software: false, fallbackReason: null };

/** The bytes of the model: the file itself, or the .safetensors in an exported .zip. */
function unpacked(bytes: Uint8Array, subject: string): Uint8Array {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!isZip) return bytes;
  let cause: unknown;
  try {
    const [model] = Object.values(unzipSync(bytes, { filter: ({ name }) => name.endsWith(".safetensors") }));
    if (model !== undefined) return model;
  } catch (error) {
    // Any other error of fflate says that the archive is damaged. The problem is thrown below.
    if (wantsMemory(error)) throw error;
    cause = error;
  }
  throw problemError(
    {
      tag: "BrokenArchive",
      subject,
      message: "The archive holds no .safetensors file that can be read.",
      remedy: "Choose the .zip or the .safetensors file of a model that Cytotope exported.",
    },
    { cause },
  );
}

/**
 * Imports a model that Cytotope exported, as a .safetensors file or as the .zip with its `run.json`. The model
 * appears in the list of runs and predicts from now on.
 *
 * @throws BrokenWeights when the file is damaged or not Cytotope's; ModelMismatch when its channels, classes, crops
 * or normalisation differ from the data's; BrokenArchive, QuotaExceeded. Nothing is stored in these cases.
 * @throws Cancelled when the signal is aborted.
 */
export async function importModel(file: File, signal: AbortSignal): Promise<RunList> {
  const packed = new Uint8Array(await file.arrayBuffer());
  throwIfCancelled(signal);
  const bytes = unpacked(packed, file.name);
  const model = await asUsersFile(() => decodeModel(bytes, file.name));
  const [{ classes }, [tile]] = await Promise.all([loadSettings(), loadReadyTiles()]);
  // Without tiles there are no crops to compare with. Prediction compares again.
  checkModelFits(model.manifest, { classes, cropOptions: tile?.generation.crop ?? model.manifest.crop });
  const tensors = checkTensors(model.tensors, parameterTable(architectureOf(model.manifest)));

  const run = crypto.randomUUID();
  const manifest: ModelManifest = { ...model.manifest, id: `${run}-${model.manifest.step}`, run };
  const stored = encodeModel({ manifest, tensors }, model.epochs);
  await breathe();
  throwIfCancelled(signal);
  await writeCheckpoint(manifest.id, stored);
  try {
    const now = new Date().toISOString();
    const checkpoint = {
      id: manifest.id,
      epoch: manifest.epoch,
      step: manifest.step,
      bytes: stored.length,
      savedAt: now,
    };
    await addRun(recordOf(model, run, checkpoint, `From ${file.name}.`));
    await changeRun(run, {}, manifest);
  } catch (error) {
    await deleteCheckpoints([manifest.id]);
    throw error;
  }
  return choosePredictor({ run, checkpoint: "best" });
}

function recordOf({ manifest, epochs }: ModelFile, id: string, best: StoredCheckpoint, notes: string): TrainingRun {
  const { provenance, options, metrics } = manifest;
  return {
    id,
    startedAt: best.savedAt,
    status: "imported",
    options,
    backend: provenance.backend ?? unknownBackend,
    epochs: epochs.length === 0 && metrics !== null ? [metrics] : epochs,
    trainingTiles: provenance.trainingTiles,
    validationTiles: provenance.validationTiles,
    problem: null,
    warning: null,
    checkpoints: { best, last: null },
    notes,
  };
}
