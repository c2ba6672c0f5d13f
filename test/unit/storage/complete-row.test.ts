import { expect, it } from "vitest";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { completeRow } from "../../../src/storage/complete-row.ts";
import type { TileRow } from "../../../src/storage/database.ts";
import { makeGeneration, makeRow } from "../../browser/storage/make-row.ts";

it("gives a row of the first version the fields that were added since", () => {
  const row = makeRow("a");
  const today = { ...row, record: { ...row.record, segmentedWith: defaultSegmentationOptions } };
  const { pixelSize, segmentation, segmentedWith, estimatedDiameter, ...record } = today.record;
  const { nucleusSensitivity, borderCells, nucleusMicrometres, ...options } = defaultSegmentationOptions;
  const stored = { ...today, record, generation: { ...today.generation, segmentation: options } };
  expect(completeRow(stored as unknown as TileRow)).toEqual(today);
});

it("keeps the fields that are there", () => {
  const own = { ...defaultSegmentationOptions, splitStrength: 0.9, borderCells: "drop" as const };
  const row = makeRow("a", { generation: makeGeneration({ segmentation: own }) });
  const stored = { ...row, record: { ...row.record, segmentation: own, pixelSize: 0.08 } };
  expect(completeRow(stored)).toEqual(stored);
  expect(completeRow({ ...row, generation: null }).generation).toBeNull();
});
