import type { ExportedFile } from "../../domain/dataset/exported-file.ts";
import { nothingYet } from "../../domain/nothing-yet.ts";
import { modelRunJson } from "../../export/model-run-json.ts";
import { type ZippedFile, zipFiles } from "../../export/zip-files.ts";
import { readCheckpoint } from "../../storage/checkpoint-store.ts";
import { loadChosenManifest, loadRun } from "../../storage/run-store.ts";
import { decodeModel, encodeModel } from "../models/model-file.ts";
import { encodeOnnxModel } from "../models/onnx-model.ts";
import type { OnTile } from "../tile/walk-tiles.ts";

/**
 * Writes the predicting model as a .zip of its file and its `run.json`.
 *
 * @throws NothingToLearn when there is no model; StorageBroken, Cancelled.
 */
export async function exportModel(
  format: "safetensors" | "onnx",
  onTile: OnTile,
  signal: AbortSignal,
): Promise<ExportedFile> {
  onTile(0, 1);
  const manifest = await loadChosenManifest();
  if (manifest === null) throw nothingYet("The model", "No model was trained yet.", "Train one, then export it.");
  const account = manifest;
  const run = await loadRun(manifest.run);
  const model = decodeModel(await readCheckpoint(manifest.id), `Model ${manifest.id}`);
  const name = `cytotope-${manifest.backbone}-${manifest.id}`;
  const now = new Date();
  async function* files(): AsyncGenerator<ZippedFile> {
    const isOnnx = format === "onnx";
    const bytes = isOnnx ? new Uint8Array(await encodeOnnxModel(model).arrayBuffer()) : encodeModel(model, run?.epochs);
    yield { name: `${name}.${format}`, bytes };
    yield { name: "run.json", bytes: new TextEncoder().encode(modelRunJson(account, run, now)) };
  }
  const file = await zipFiles(files(), now, signal);
  onTile(1, 1);
  return { name: `${name}${format === "onnx" ? "-onnx" : ""}.zip`, file };
}
