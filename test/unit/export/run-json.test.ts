import { expect, it } from "vitest";
import { agreementOf } from "../../../src/domain/dataset/tile-mask.ts";
import { defaultPredictionOptions, hpaClasses } from "../../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { type RunAccount, type RunTile, runJson } from "../../../src/export/run-json.ts";
import { makeModel } from "../../browser/ui/fakes/fake-run.ts";

const own = { ...defaultSegmentationOptions, splitStrength: 0.8, nucleusMicrometres: 16 };
const tile: RunTile = {
  id: 'a "quoted" tile, µ',
  status: "ready",
  width: 2048,
  height: 1024,
  bitDepth: 16,
  missingChannels: ["yellow"],
  pixelSize: 0.08,
  cells: 12,
  correctedCells: 3,
  cellsFrom: "segmented",
  mask: { cells: "a_cellmask.png", nuclei: null, agreement: [agreementOf(0.5, 11, 1, 2)] },
  nucleusDiameter: 200,
  estimatedNucleusDiameter: 219.4,
  ownSegmentation: own,
  segmentedWith: { ...own, nucleusDiameter: 200 },
  croppedWith: defaultCropOptions,
  weakLabel: [0, 16],
  predictedBy: "run-1",
};
const account: RunAccount = {
  createdAt: "2026-11-23T02:00:00.000Z",
  versions: { cytotope: "0.1.0" },
  classes: hpaClasses,
  pixelSize: null,
  segmentation: defaultSegmentationOptions,
  crop: defaultCropOptions,
  prediction: defaultPredictionOptions,
  tiles: [tile],
  model: null,
};

it("has everything that it was given, and says its format", () => {
  expect(JSON.parse(runJson(account))).toEqual({ format: "cytotope-run-1", ...account });
});

it("has the model's manifest, with the classes only when they differ from the data set's", () => {
  const model = makeModel();
  const { classes, ...manifest } = model;
  expect(JSON.parse(runJson({ ...account, classes, model })).model).toEqual(manifest);
  const others = { names: ["a", "b"], negative: null };
  expect(JSON.parse(runJson({ ...account, model: { ...model, classes: others } })).model).toEqual({
    ...manifest,
    classes: others,
  });
});
