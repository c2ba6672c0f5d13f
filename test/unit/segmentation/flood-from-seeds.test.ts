import { describe, expect, it } from "vitest";
import { floodFromSeeds } from "../../../src/segmentation/flood-from-seeds.ts";
import golden from "../../golden/segmentation-watershed.json";
import { plainGrid, readGrid, writeGrid } from "./text-grid.ts";

describe("floodFromSeeds", () => {
  it.each(["hills", "plateaus"] as const)("equals scikit-image's watershed on %s", (landscape) => {
    const labels = Int32Array.from(golden.seeds);
    floodFromSeeds(Uint16Array.from(golden.levels[landscape]), labels, Uint8Array.from(golden.mask), golden.width);
    expect([...labels]).toEqual(golden.labels[landscape]);
  });

  it("separates two basins at the ridge between them", () => {
    const levels = readGrid(`
      1113111
      1115111
      1119111
    `);
    const seeds = readGrid(`
      .......
      1.....2
      .......
    `);
    const labels = Int32Array.from(seeds.values);
    floodFromSeeds(Uint16Array.from(levels.values), labels, new Uint8Array(21).fill(1), 7);
    const [row = ""] = writeGrid(labels, 7).trim().split("\n");
    expect(row.startsWith("111")).toBe(true);
    expect(row.endsWith("222")).toBe(true);
  });

  it("does not leave the mask", () => {
    const mask = readGrid(`
      111.1
      ..1.1
      111.1
    `);
    const labels = new Int32Array(15);
    labels[0] = 3;
    floodFromSeeds(new Uint16Array(15), labels, Uint8Array.from(mask.values), 5);
    expect(writeGrid(labels, 5)).toBe(
      plainGrid(`
        333..
        ..3..
        333..
      `),
    );
  });
});
