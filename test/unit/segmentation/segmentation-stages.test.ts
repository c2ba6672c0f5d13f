import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defaultSegmentationOptions, type SegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { type Samples, type TilePixels, tileId } from "../../../src/domain/tile/tile.ts";
import { loadOpenCV, type OpenCV } from "../../../src/segmentation/opencv.ts";
import { segmentTile } from "../../../src/segmentation/segment-tile.ts";
import {
  openSegmentation,
  type SegmentationStage,
  type SegmentationStages,
} from "../../../src/segmentation/segmentation-stages.ts";
import { drawTile } from "./draw-tile.ts";

const name = tileId("t");
const pixels = cutOut(drawTile(620, 540, 84, 3).pixels, 70, 500, 420);
let opencv: OpenCV;
let stages: SegmentationStages;
let ran: SegmentationStage[] = [];
beforeAll(async () => {
  opencv = await loadOpenCV();
});
beforeEach(() => {
  stages = openSegmentation(opencv, pixels, name, (stage) => ran.push(stage));
  ran = [];
});

/** A window of a tile, so that its border cuts nuclei. */
function cutOut({ width, bitDepth, channels }: TilePixels, from: number, columns: number, rows: number): TilePixels {
  const cut = (samples: Samples | null) =>
    samples === null
      ? null
      : new Uint8Array(columns * rows).map(
          (_, pixel) => samples[(from + Math.floor(pixel / columns)) * width + from + (pixel % columns)] ?? 0,
        );
  const { red, green, blue, yellow } = channels;
  return {
    width: columns,
    height: rows,
    bitDepth,
    channels: { red: cut(red), green: cut(green), blue: cut(blue), yellow: cut(yellow) },
  };
}

/** The stages that run for `change` after a run with the default options. */
function ranFor(change: Partial<SegmentationOptions>): SegmentationStage[] {
  stages.segment(defaultSegmentationOptions);
  ran = [];
  stages.segment({ ...defaultSegmentationOptions, ...change });
  return ran;
}

describe("openSegmentation", () => {
  it("runs every stage once at first, and none again for the same options", () => {
    stages.segment(defaultSegmentationOptions);
    expect(ran).toEqual(["estimate", "merge", "nucleus mask", "part", "drop small", "cell mask", "cells"]);
    ran = [];
    stages.segment({ ...defaultSegmentationOptions });
    expect(ran).toEqual([]);
  });

  it("runs only the stages after a change", () => {
    expect(ranFor({ cellSensitivity: 0.8 })).toEqual(["cell mask", "cells"]);
    expect(ranFor({ borderCells: "drop" })).toEqual(["border"]);
    expect(ranFor({ smallestArea: 0.4 })).toEqual(["drop small", "cell mask", "cells"]);
    expect(ranFor({ splitStrength: 0.9 })).toEqual(["part", "drop small", "cell mask", "cells"]);
    expect(ranFor({ nucleusSensitivity: 0.2 })).toEqual(["nucleus mask", "part", "drop small", "cell mask", "cells"]);
    // The scale stays the same, so the channels are not merged again.
    const near = Math.round(stages.estimate() ?? 0) + 1;
    expect(ranFor({ nucleusDiameter: near })).toEqual(["nucleus mask", "part", "drop small", "cell mask", "cells"]);
    expect(ranFor({ nucleusDiameter: 130 })).toEqual([
      "merge",
      "nucleus mask",
      "part",
      "drop small",
      "cell mask",
      "cells",
    ]);
  });

  it("estimates the diameter once, whatever the options say", () => {
    stages.segment({ ...defaultSegmentationOptions, nucleusDiameter: 60 });
    expect(ran).not.toContain("estimate");
    const estimate = stages.estimate();
    expect(stages.segment(defaultSegmentationOptions).nucleusDiameter).toBe(estimate);
    expect(ran.filter((stage) => stage === "estimate")).toHaveLength(1);
  });

  it("gives the same result after any number of changes as a new segmentation", () => {
    const changes: Partial<SegmentationOptions>[] = [
      { cellSensitivity: 0.9 },
      { splitStrength: 1, borderCells: "drop" },
      { smallestArea: 0.5 },
      { nucleusDiameter: 130, nucleusSensitivity: 0.8 },
      { nucleusSensitivity: 0.1 },
      { borderCells: "drop", cellSensitivity: 0 },
      {},
    ];
    for (const change of changes) {
      const options = { ...defaultSegmentationOptions, ...change };
      const [kept, fresh] = [stages.segment(options), segmentTile(opencv, pixels, options, name)];
      expect([kept.nucleusDiameter, kept.workingScale]).toEqual([fresh.nucleusDiameter, fresh.workingScale]);
      for (const map of ["cells", "nuclei"] as const) {
        expect(kept[map].count).toBe(fresh[map].count);
        expect(Buffer.from(kept[map].labels.buffer).equals(Buffer.from(fresh[map].labels.buffer))).toBe(true);
      }
    }
  });

  it("can be given up between stages, and later goes on from the stages that ran", () => {
    const steps = stages.segmentInSteps(defaultSegmentationOptions);
    for (let step = 0; step < 4; step += 1) expect(steps.next().done).toBe(false);
    expect(ran).toEqual(["estimate", "merge", "nucleus mask", "part", "drop small"]);
    steps.return(stages.segment(defaultSegmentationOptions));
    expect(ran).toEqual(["estimate", "merge", "nucleus mask", "part", "drop small", "cell mask", "cells"]);
  });

  it("returns label maps that the caller may keep, change or transfer", () => {
    const first = stages.segment(defaultSegmentationOptions);
    const kept = first.cells.labels.slice();
    structuredClone(first.cells.labels, { transfer: [first.cells.labels.buffer] });
    expect(stages.segment(defaultSegmentationOptions).cells.labels).toEqual(kept);
  });
});

describe("the options", () => {
  const count = (change: Partial<SegmentationOptions>) =>
    stages.segment({ ...defaultSegmentationOptions, ...change }).cells.count;

  it("nucleusSensitivity finds dimmer nuclei, or only the brightest", () => {
    const [least, usual, most] = [count({ nucleusSensitivity: 0 }), count({}), count({ nucleusSensitivity: 1 })];
    expect(least).toBeLessThan(usual);
    expect(most).toBeGreaterThanOrEqual(usual);
  });

  it("borderCells leaves out the cells whose nucleus the border cuts, and no others", () => {
    const all = stages.segment(defaultSegmentationOptions);
    const { cells, nuclei } = stages.segment({ ...defaultSegmentationOptions, borderCells: "drop" });
    const { width, height } = pixels;
    const cut = new Set<number>();
    all.nuclei.labels.forEach((label, pixel) => {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) cut.add(label);
    });
    cut.delete(0);
    expect(cut.size).toBeGreaterThan(0);
    expect(cells.count).toBe(all.cells.count - cut.size);
    // The other cells stay as they are, with new numbers without gaps.
    expect(cells.labels.map((label) => Math.min(label, 1))).toEqual(
      all.cells.labels.map((label) => (label === 0 || cut.has(label) ? 0 : 1)),
    );
    expect(new Set(nuclei.labels).size).toBe(cells.count + 1);
    expect(Math.max(...new Set(cells.labels))).toBe(cells.count);
  });
});
