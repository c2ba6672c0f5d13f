import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { channelNames } from "../../../src/domain/tile/tile.ts";
import { expressionRate } from "../../../src/sample/expressed-classes.ts";
import { generateTile, type SampleTile, type SampleTileOptions } from "../../../src/sample/generate-tile.ts";

const options: SampleTileOptions = {
  name: "tile",
  seed: 1,
  width: 200,
  height: 160,
  bitDepth: 8,
  nucleusDiameter: 30,
  density: 0.7,
  classes: [0, 14],
};

function make(changes: Partial<SampleTileOptions> = {}): SampleTile {
  return generateTile({ ...options, ...changes });
}

function hashOf(tile: SampleTile): string {
  const hash = createHash("sha256").update(JSON.stringify([tile.name, tile.cellLabels, tile.weakLabel]));
  for (const channel of channelNames) hash.update(tile.pixels.channels[channel] ?? "none");
  return hash.update(tile.cells.labels).update(tile.nuclei.labels).digest("hex");
}

describe("generateTile", () => {
  it("makes the same tile for the same options, and another one for another seed", () => {
    expect(hashOf(make())).toBe(hashOf(make()));
    expect(hashOf(make())).not.toBe(hashOf(make({ seed: 2 })));
  });

  it("keeps cells, stains and nuclei when only the protein changes", () => {
    const [one, other] = [make(), make({ classes: [13] })];
    expect(other.cells).toEqual(one.cells);
    for (const channel of ["red", "blue", "yellow"] as const) {
      expect(other.pixels.channels[channel]).toEqual(one.pixels.channels[channel]);
    }
    expect(other.pixels.channels.green).not.toEqual(one.pixels.channels.green);
  });

  it("labels every cell; the tile's label is the union of the cells' labels", () => {
    for (let seed = 0; seed < 12; seed += 1) {
      const tile = make({ seed, classes: [2, 12, 16] });
      expect(tile.cellLabels.length).toBe(tile.cells.count);
      expect(tile.cellLabels.every((labels) => labels.length > 0)).toBe(true);
      const shown = [...new Set(tile.cellLabels.flat())].filter((label) => label !== 18).sort((a, b) => a - b);
      expect(tile.weakLabel).toEqual(shown);
      // Each wanted class is shown by a cell, the rare ones too.
      expect(tile.weakLabel).toEqual([2, 12, 16]);
    }
  });

  it("keeps the measured rates over many cells", () => {
    const classes = [0, 12, 14, 16];
    const tiles = Array.from({ length: 12 }, (_, seed) =>
      make({ seed, classes, width: 240, height: 240, nucleusDiameter: 14, density: 0.8 }),
    );
    const cells = tiles.flatMap((tile) => tile.cellLabels);
    const rate = (label: number) => cells.filter((labels) => labels.includes(label)).length / cells.length;
    console.log(
      `${cells.length} cells: ${[...classes, 18].map((label) => `class ${label} ${(100 * rate(label)).toFixed(0)} %`).join(", ")}`,
    );
    expect(cells.length).toBeGreaterThan(300);
    for (const label of classes) expect(Math.abs(rate(label) - expressionRate(label))).toBeLessThan(0.07);
    expect(Math.abs(rate(18) - 0.1)).toBeLessThan(0.04);
  });

  it("draws a tile without protein for Negative, for no class, and for one that has no pattern", () => {
    for (const classes of [[18], [], [11]]) {
      const tile = make({ classes });
      expect(tile.weakLabel).toEqual([18]);
      expect(tile.cellLabels.every((labels) => labels.join() === "18")).toBe(true);
      expect(brightest(tile)).toBeLessThan(0.35 * brightest(make({ classes: [4, 14] })));
    }
  });

  it("uses the range of the bit depth asked for, and has noise", () => {
    const deep = make({ bitDepth: 16 });
    const shallow = make();
    for (const channel of channelNames) {
      const [fine, coarse] = [deep.pixels.channels[channel], shallow.pixels.channels[channel]];
      expect(fine).toBeInstanceOf(Uint16Array);
      expect(coarse).toBeInstanceOf(Uint8Array);
      expect(new Set(fine).size).toBeGreaterThan(1000);
      expect(Math.max(...(coarse ?? []))).toBeGreaterThan(20);
    }
    // Neighbouring pixels of the background differ, so there is read noise.
    const ground = [...deep.cells.labels.keys()].filter((i) => deep.cells.labels[i] === 0);
    expect(new Set(ground.map((i) => deep.pixels.channels.green?.[i])).size).toBeGreaterThan(100);
  });

  it("shows nuclei in blue, cell bodies in red and yellow", () => {
    const tile = make({ bitDepth: 16 });
    const mean = (channel: "red" | "blue" | "yellow", chosen: (cell: number, nucleus: number) => boolean) => {
      const samples = tile.pixels.channels[channel] ?? [];
      const list = [...tile.cells.labels.keys()].filter((i) =>
        chosen(tile.cells.labels[i] ?? 0, tile.nuclei.labels[i] ?? 0),
      );
      return list.reduce((sum, i) => sum + (samples[i] ?? 0), 0) / list.length;
    };
    const nucleus = (_: number, label: number) => label > 0;
    const cytoplasm = (cell: number, label: number) => cell > 0 && label === 0;
    const ground = (cell: number) => cell === 0;
    expect(mean("blue", nucleus)).toBeGreaterThan(8 * mean("blue", cytoplasm));
    for (const channel of ["red", "yellow"] as const) {
      expect(mean(channel, cytoplasm)).toBeGreaterThan(1.4 * mean(channel, nucleus));
      expect(mean(channel, cytoplasm)).toBeGreaterThan(8 * mean(channel, ground));
    }
  });

  it("draws microtubule and reticulum proteins on the threads of the stains", () => {
    const cases = [
      [10, "red", "yellow"],
      [6, "yellow", "red"],
    ] as const;
    for (const [label, own, other] of cases) {
      const tile = make({ classes: [label], bitDepth: 16, nucleusDiameter: 60, density: 1 });
      const showing = (i: number) => tile.cellLabels[(tile.cells.labels[i] ?? 0) - 1]?.includes(label);
      const chosen = [...tile.cells.labels.keys()].filter((i) => showing(i) && tile.nuclei.labels[i] === 0);
      const { green } = tile.pixels.channels;
      const matching = correlation(green, tile.pixels.channels[own], chosen);
      expect(matching).toBeGreaterThan(0.6);
      expect(matching).toBeGreaterThan(correlation(green, tile.pixels.channels[other], chosen) + 0.1);
    }
  });

  it.each([
    [1, 1],
    [37, 300],
    [300, 37],
  ])("makes a tile of %i x %i px", (width, height) => {
    const tile = make({ width, height });
    expect(tile.pixels.channels.green?.length).toBe(width * height);
    expect(tile.cellLabels.length).toBe(tile.cells.count);
    if (tile.cells.count === 0) expect(tile.weakLabel).toEqual([]);
  });
});

/** The 99.9th percentile of green. */
function brightest(tile: SampleTile): number {
  const sorted = Uint8Array.from(tile.pixels.channels.green ?? []).sort();
  return sorted[Math.floor(0.999 * sorted.length)] ?? 0;
}

function correlation(a: ArrayLike<number> | null, b: ArrayLike<number> | null, list: readonly number[]): number {
  const centred = (values: ArrayLike<number> | null) => {
    const own = list.map((i) => values?.[i] ?? 0);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    return own.map((value) => value - mean);
  };
  const [u, v] = [centred(a), centred(b)];
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  return dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v));
}
