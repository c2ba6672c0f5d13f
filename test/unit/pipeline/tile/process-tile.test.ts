import { beforeAll, describe, expect, it } from "vitest";
import { defaultCropOptions } from "../../../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import { cropCell } from "../../../../src/imaging/crop-cell.ts";
import { type ProcessedTile, processTile } from "../../../../src/pipeline/tile/process-tile.ts";
import { generateTile, type SampleTile } from "../../../../src/sample/generate-tile.ts";
import { loadOpenCV } from "../../../../src/segmentation/opencv.ts";

const crop = { ...defaultCropOptions, size: 32 };
const stages: string[] = [];
let sample: SampleTile;
let processed: ProcessedTile;

beforeAll(async () => {
  const options = {
    width: 420,
    height: 300,
    bitDepth: 16,
    nucleusDiameter: 50,
    density: 0.7,
    classes: [0, 14],
  } as const;
  sample = generateTile({ ...options, name: "made up", seed: 4 });
  processed = processTile(
    await loadOpenCV(),
    sample.pixels,
    { segmentation: defaultSegmentationOptions, crop },
    tileId("made up"),
    (stage) => stages.push(stage),
  );
});

describe("processTile", () => {
  it("finds about the true number of cells, in the order of their numbers", () => {
    const { cells, cellMap, nucleusMap } = processed;
    expect(Math.abs(cells.length - sample.cells.count)).toBeLessThanOrEqual(Math.ceil(sample.cells.count / 4));
    expect(cells.map((cell) => cell.number)).toEqual(Array.from(cells, (_, index) => index + 1));
    expect([cellMap.count, nucleusMap.count]).toEqual([cells.length, cells.length]);
    expect([cellMap.width, cellMap.height]).toEqual([420, 300]);
  });

  it("makes the same crops as cropCell, one after the other, all in one array", () => {
    const { cells, cellMap, crops } = processed;
    const seen = new Set<Uint8Array>();
    let index = 0;
    for (const made of crops()) {
      const cell = cells[index];
      if (cell === undefined) throw new Error("more crops than cells");
      expect(made).toEqual(cropCell(sample.pixels, cellMap, cell, crop));
      seen.add(made);
      index += 1;
    }
    expect(index).toBe(cells.length);
    expect(seen.size).toBe(1);
  });

  it("draws a thumbnail with the tile's aspect ratio, and reports its stages", () => {
    expect([processed.thumbnail.width, processed.thumbnail.height]).toEqual([160, 114]);
    expect(stages).toEqual(["segment", "measure", "crop"]);
  });
});
