import { proxy } from "comlink";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createImagingPool } from "../../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker } from "../../../../src/bridge/spawn.ts";
import { problemFrom } from "../../../../src/domain/errors.ts";
import { defaultPredictionOptions } from "../../../../src/domain/localisation/localisation.ts";
import { type CropOptions, defaultCropOptions } from "../../../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../../../../src/domain/tile/segmentation-options.ts";
import { type TileSource, tileId } from "../../../../src/domain/tile/tile.ts";
import type { ModelManifest } from "../../../../src/domain/training/model-manifest.ts";
import { architectureOf } from "../../../../src/learning/network/architecture.ts";
import { initialise } from "../../../../src/learning/network/initialise.ts";
import { encodeModel } from "../../../../src/pipeline/models/model-file.ts";
import { openLearningSession } from "../../../../src/pipeline/sessions/learning-session.ts";
import { clearStorage } from "../../../../src/storage/clear-storage.ts";
import { listFolder } from "../../../../src/storage/files/private-files.ts";
import { never } from "../../../never.ts";
import { segmentRequest } from "../../../segment-request.ts";
import { makeEpoch, makeModel } from "../../ui/fakes/fake-run.ts";
import { makeJourneyFiles } from "../dataset-journey-files.ts";

/* A model is imported from a file and predicts one stored tile. */

const crop = { ...defaultCropOptions, size: 32 };
const id = tileId("sample-1");
const dataset = spawnDatasetWorker();
const pool = createImagingPool({ size: 1 });
const session = openLearningSession();
const quiet = () => {};

beforeAll(async () => {
  await clearStorage();
  const { filesOf } = await makeJourneyFiles();
  await dataset.api.restore();
  const segmentation = defaultSegmentationOptions;
  await dataset.api.saveOptions({ segmentation, crop, pixelSize: null });
  const { sources } = await dataset.api.addFiles(filesOf("sample-1"), never);
  await segment(crop, sources.get(id) ?? null);
});

beforeEach(async () => {
  const { runs } = await dataset.api.listRuns();
  for (const run of runs) await dataset.api.deleteRun(run.id);
});

afterAll(async () => {
  dataset.terminate();
  await clearStorage();
});

/** @param source null means that the stored pixels are read. */
async function segment(cropOptions: CropOptions, source: TileSource | null): Promise<void> {
  await pool.process(segmentRequest(id, { source, crop: cropOptions }), () => {}, never);
}

function modelFile(changes: Partial<ModelManifest> = {}, name = "model.safetensors"): File {
  const manifest: ModelManifest = { ...makeModel(), inputSize: 32, crop, ...changes };
  const tiny = architectureOf({ ...manifest, backbone: "tiny" });
  const tensors = initialise(
    tiny,
    3,
    manifest.classes.names.map(() => 0.2),
  );
  return new File([encodeModel({ manifest, tensors }, [makeEpoch(1, 2), makeEpoch(2, 2)])], name);
}

async function problemOf(work: Promise<unknown>) {
  return work.then(
    () => null,
    (error: unknown) => problemFrom(error, "?"),
  );
}

describe("an imported model", () => {
  it("is in the list of runs, predicts, and is exported unchanged with its run.json", async () => {
    const { runs, predictor, model } = await dataset.api.importModel(modelFile(), never);
    expect(runs).toMatchObject([
      { status: "imported", notes: "From model.safetensors.", trainingTiles: ["tile-1", "tile-2", "tile-3"] },
    ]);
    expect(runs[0]?.epochs).toHaveLength(2);
    expect(predictor).toEqual({ run: runs[0]?.id, checkpoint: "best" });
    expect(await session.predict(defaultPredictionOptions, quiet, never)).toBe(1);
    const predictions = await dataset.api.loadPredictions(id);
    expect(predictions?.modelId).toBe(model?.id);

    const { name, file } = await dataset.api.exportFile("model", defaultPredictionOptions, proxy(quiet), never);
    expect(name).toMatch(/^cytotope-tiny-.*\.zip$/);
    const entries = unzipSync(new Uint8Array(await file.arrayBuffer()));
    expect(Object.keys(entries).sort()).toEqual([name.replace(".zip", ".safetensors"), "run.json"].sort());
    const account = JSON.parse(new TextDecoder().decode(entries["run.json"]));
    expect(account.model).toMatchObject({ normalisation: model?.normalisation, crop, provenance: model?.provenance });
    expect(account.run.epochs).toHaveLength(2);

    // The .zip comes back in as a model with the same probabilities.
    const again = await dataset.api.importModel(new File([file], name), never);
    expect(again.runs).toHaveLength(2);
    expect(again.model?.id).not.toBe(model?.id);
    await session.predict(defaultPredictionOptions, quiet, never);
    const second = await dataset.api.loadPredictions(id);
    expect(second?.modelId).toBe(again.model?.id);
    expect(second?.probabilities).toEqual(predictions?.probabilities);

    // When it is deleted, its file is removed and the earlier model predicts again.
    const left = await dataset.api.deleteRun(again.runs[1]?.id ?? "");
    expect(left.model?.id).toBe(model?.id);
    expect(await listFolder("models")).toEqual([`${model?.id}.safetensors`]);
  });

  it.each<[string, Partial<ModelManifest>, RegExp]>([
    ["channels", { channels: ["green", "blue"] }, /reads the channels green, blue/],
    ["classes", { classes: { names: ["One", "Two"], negative: null } }, /class 0 is "One" to the model/],
    ["crops", { crop: { ...crop, margin: 0.4 } }, /margin 0\.4/],
    ["normalisation", { normalisation: "ImageNet" }, /normalised otherwise \(ImageNet\)/],
    ["tensors", { backbone: "resnet18" }, /tensor conv1\.weight should be 64 x 4 x 7 x 7/],
  ])(
    "whose %s differ from the data's is refused with the reason, and nothing is stored",
    async (_, changes, reason) => {
      const problem = await problemOf(dataset.api.importModel(modelFile(changes), never));
      expect(problem).toMatchObject({ tag: "ModelMismatch", message: expect.stringMatching(reason) });
      expect(problem?.remedy).not.toBe("");
      expect((await dataset.api.listRuns()).runs).toEqual([]);
      expect(await listFolder("models")).toEqual([]);
    },
  );

  it("that is not a model gives a problem that says so", async () => {
    const problem = await problemOf(
      dataset.api.importModel(new File(["hello, this is text"], "notes.safetensors"), never),
    );
    expect(problem).toMatchObject({ tag: "BrokenWeights", subject: "notes.safetensors" });
    const archive = await problemOf(dataset.api.importModel(new File(["PK nothing"], "broken.zip"), never));
    expect(archive).toMatchObject({ tag: "BrokenArchive", subject: "broken.zip" });
  });

  it("is refused at prediction, with the reason, when the tiles have other crops now", async () => {
    await dataset.api.importModel(modelFile(), never);
    const before = await dataset.api.loadPredictions(id);
    await segment({ ...crop, size: 64 }, null);
    const problem = await problemOf(session.predict(defaultPredictionOptions, quiet, never));
    expect(problem).toMatchObject({
      tag: "ModelMismatch",
      message: expect.stringContaining("made with other options than the model's training crops"),
    });
    expect(before).not.toBeNull();
    expect(await dataset.api.loadPredictions(id)).toBeNull();
  });
});
