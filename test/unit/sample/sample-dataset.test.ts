import { describe, expect, it } from "vitest";
import { generateDataset, generateSampleTile, sampleDatasetOptions } from "../../../src/sample/sample-dataset.ts";

const small = { ...sampleDatasetOptions, width: 256, height: 256, nucleusDiameter: 26 };

describe("sampleDatasetOptions", () => {
  it("has each of twelve classes in two tiles, each time with other classes", () => {
    const { labelSets, tiles } = sampleDatasetOptions;
    expect(labelSets.length).toBe(tiles);
    const counts = new Map<number, number>();
    const pairs = new Set<string>();
    for (const label of labelSets) {
      expect([...label].sort((a, b) => a - b)).toEqual(label);
      for (const a of label) {
        counts.set(a, (counts.get(a) ?? 0) + 1);
        for (const b of label) {
          if (b <= a) continue;
          expect(pairs.has(`${a} ${b}`)).toBe(false);
          pairs.add(`${a} ${b}`);
        }
      }
    }
    expect(counts.size).toBe(12);
    expect([...counts.values()]).toEqual(new Array(12).fill(2));
  });
});

describe("generateDataset", () => {
  it("gives every tile its labels, and enough cells to learn from", () => {
    const tiles = [...generateDataset(small)];
    expect(tiles.map((tile) => tile.weakLabel)).toEqual(sampleDatasetOptions.labelSets);
    expect(new Set(tiles.map((tile) => tile.name)).size).toBe(8);
    for (const tile of tiles) {
      expect(tile.cells.count).toBeGreaterThanOrEqual(10);
      expect(tile.cells.count).toBeLessThanOrEqual(40);
    }
    // As in real data, a good part of the cells does not show all classes of the tile's label.
    const cells = tiles.flatMap((tile) => tile.cellLabels.map((labels) => labels.join() === tile.weakLabel.join()));
    const whole = cells.filter(Boolean).length / cells.length;
    console.log(`${cells.length} cells, ${(100 * (1 - whole)).toFixed(0)} % of them differ from their tile's label`);
    expect(whole).toBeGreaterThan(0.15);
    expect(whole).toBeLessThan(0.7);
  });

  it("generates tiles only when they are asked for, and the same tile alone or as one of all", () => {
    const tiles = generateDataset({ ...small, tiles: 1_000_000 });
    const first = tiles.next().value;
    expect(first).toEqual(generateSampleTile(small, 0));
    expect(tiles.next().value).toEqual(generateSampleTile(small, 1));
    expect(tiles.return().done).toBe(true);
  });

  it("starts the list of label sets again when there are more tiles", () => {
    expect(generateSampleTile(small, 9).weakLabel).toEqual(sampleDatasetOptions.labelSets[1]);
    expect(generateSampleTile(small, 9).cells).not.toEqual(generateSampleTile(small, 1).cells);
  });
});
