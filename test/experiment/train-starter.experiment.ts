import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { hpaClasses } from "../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../src/domain/tile/crop-options.ts";
import { starterModelFile, starterModelId } from "../../src/domain/training/starter-model.ts";
import {
  defaultLearningRates,
  defaultTrainingOptions,
  type TrainingOptions,
} from "../../src/domain/training/training-options.ts";
import { meanAveragePrecision } from "../../src/evaluation/class-metrics.ts";
import { openBackend } from "../../src/learning/backend/backend.ts";
import { decodeCheckpoint, encodeCheckpoint, encodeModel } from "../../src/pipeline/models/model-file.ts";
import { trainClassifier } from "../../src/pipeline/training/train-classifier.ts";
import { generateDataset, sampleDatasetOptions } from "../../src/sample/sample-dataset.ts";
import { never } from "../never.ts";
import { installNodeWebgpu } from "../node-webgpu.ts";
import { judgeModel } from "./judge-model.ts";
import { renderStarterSheet } from "./render-starter-sheet.ts";
import { cutStarterCells, starterDataset } from "./starter-tiles.ts";

/*
 * `npm run starter` trains the model that comes with the page on true labels, which the generator knows. An
 * interrupted call continues after its last epoch. STARTER_EPOCHS and STARTER_TILES make the training shorter or
 * longer.
 */

const trainingTiles = Number(process.env["STARTER_TILES"] ?? 36);
const unseenTiles = 8;
const options: TrainingOptions = {
  ...defaultTrainingOptions,
  backbone: "tiny",
  learningRate: defaultLearningRates.tiny,
  epochs: Number(process.env["STARTER_EPOCHS"] ?? 16),
  batchSize: 32,
  microBatchSize: 32,
  validationShare: 0,
  // The labels are those of the cells. A picture of a tile has no such labels, and dark cells are labelled already.
  tilePictures: false,
  darkByRank: false,
};

const folder = new URL("../../test-results/", import.meta.url);
const kept = new URL(`starter-${trainingTiles}-${options.epochs}.safetensors`, folder);

it("trains the starter model and writes its data sheet", async () => {
  mkdirSync(folder, { recursive: true });
  if (process.env["BACKEND"] === "webgpu") {
    const missing = await installNodeWebgpu();
    if (missing !== null) throw new Error(missing);
  }
  const backend = await openBackend(process.env["BACKEND"] === "webgpu" ? "webgpu" : "cpu");
  const training = cutStarterCells(generateDataset(starterDataset(907, trainingTiles)), "training");
  const resume = existsSync(kept) ? decodeCheckpoint(new Uint8Array(readFileSync(kept)), "The starter model") : null;
  const { checkpoint } = await trainClassifier(
    {
      cells: training.cells.map(({ tileId, number, truth }) => ({ tileId, number, labels: truth })),
      crops: training.crops,
      cropOptions: defaultCropOptions,
      classes: hpaClasses,
      options,
      backend,
      resume,
      runId: starterModelId,
    },
    {
      saveCheckpoint: async (saved) => writeFileSync(kept, encodeCheckpoint(saved)),
      signal: never,
      onEpoch: ({ epoch, trainingLoss, seconds }) =>
        console.log(`epoch ${epoch} of ${options.epochs}: loss ${trainingLoss.toFixed(4)}, ${seconds.toFixed(0)} s`),
    },
  );
  const judged = [
    { title: "the page's own sample tiles", tiles: cutStarterCells(generateDataset(sampleDatasetOptions), "page") },
    {
      title: "other tiles of the same kind",
      tiles: cutStarterCells(generateDataset(starterDataset(911, unseenTiles)), "unseen"),
    },
  ];
  const figures = [];
  for (const { title, tiles } of judged) {
    figures.push({
      title,
      cells: tiles.cells.length,
      classes: await judgeModel(checkpoint, tiles.cells, tiles.crops, backend),
    });
  }
  // The page recognises the starter model by this id, whatever its number of steps.
  const manifest = { ...checkpoint.manifest, id: starterModelId };
  const bytes = encodeModel({ ...checkpoint, manifest });
  const sheet = renderStarterSheet({
    manifest,
    trainingTiles,
    trainingCells: training.cells,
    figures,
    bytes: bytes.length,
  });
  console.log(sheet);
  expect(bytes.length).toBeLessThanOrEqual(1_000_000);
  for (const { classes } of figures) expect(meanAveragePrecision(classes)).toBeGreaterThan(0.3);
  writeFileSync(new URL(`../../public/${starterModelFile}`, import.meta.url), bytes);
  writeFileSync(new URL("../../docs/starter-model.md", import.meta.url), sheet);
  backend.close();
});
