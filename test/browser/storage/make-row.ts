import type { TileRecord } from "../../../src/domain/dataset/tile-record.ts";
import { defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import type { TileGeneration, TileRow } from "../../../src/storage/database.ts";

export function makeRecord(name: string, overrides: Partial<TileRecord> = {}): TileRecord {
  return {
    id: tileId(name),
    status: "ready",
    width: 8,
    height: 8,
    bitDepth: 8,
    pixelSize: null,
    missingChannels: [],
    problem: null,
    cellCount: 0,
    segmentation: null,
    segmentedWith: null,
    maskSource: "segmented",
    mask: null,
    correctedCells: 0,
    nucleusDiameter: null,
    estimatedDiameter: null,
    weakLabel: null,
    sample: false,
    addedAt: 0,
    processingSeconds: 0,
    ...overrides,
  };
}

export function makeGeneration(overrides: Partial<TileGeneration> = {}): TileGeneration {
  return {
    id: "generation-1",
    segmentation: defaultSegmentationOptions,
    crop: defaultCropOptions,
    numbers: [],
    cropFiles: [{ id: overrides.id ?? "generation-1", numbers: overrides.numbers ?? [] }],
    corrections: { done: 0, undone: 0 },
    ...overrides,
  };
}

export function makeRow(name: string, overrides: Partial<TileRow> = {}): TileRow {
  return { record: makeRecord(name), folder: `folder of ${name}`, generation: makeGeneration(), ...overrides };
}
