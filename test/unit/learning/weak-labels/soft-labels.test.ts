import { describe, expect, it } from "vitest";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import { softLabels } from "../../../../src/learning/weak-labels/soft-labels.ts";

/** Cells of tiles with labels. There are three classes, and the last one is the negative class. */
function cellsOf(...tiles: [name: string, cells: number, labels: number[]][]) {
  return tiles.flatMap(([name, count, labels]) =>
    Array.from({ length: count }, (_, index) => ({
      tileId: tileId(name),
      number: index + 1,
      targets: Float32Array.from([0, 1, 2], (label) => (labels.includes(label) ? 1 : 0)),
    })),
  );
}

const options = { rate: 0.655, negative: 2 };
const rounded = (rows: Float32Array[]) => rows.map((row) => [...row].map((value) => Number(value.toFixed(3))));
/** The rule for a rank in 0..1, written out. */
const step = (rank: number) => Number((1 / (1 + Math.exp(-(rank - 0.345) / 0.15))).toFixed(3));

describe("softLabels", () => {
  it("ranks the cells of a tile within each of its labels, and leaves other labels at 0", () => {
    // Columns are classes. The tile lacks the second class, so it is ignored, even if it is probable.
    const probabilities = Float32Array.of(0.02, 0.9, 0, 0.01, 0.9, 0, 0.9, 0.1, 0, 0.5, 0.1, 0);
    const soft = rounded(softLabels(cellsOf(["a", 4, [0]]), probabilities, options));
    const expected = [3 / 8, 1 / 8, 7 / 8, 5 / 8].map(step);
    expect(soft.map(([first]) => first)).toEqual(expected);
    expect(soft.map(([, second]) => second)).toEqual([0, 0, 0, 0]);
    expect(soft.map(([, , negative]) => negative)).toEqual(expected.map((value) => Number((1 - value).toFixed(3))));
    expect(expected).toEqual([0.55, 0.187, 0.972, 0.866]);
  });

  it("ranks tile by tile, so a tile of dim cells has as many cells with the label", () => {
    const cells = cellsOf(["a", 2, [0]], ["b", 2, [0]]);
    const soft = rounded(softLabels(cells, Float32Array.of(0.9, 0, 0, 0.8, 0, 0, 0.1, 0, 0, 0.2, 0, 0), options));
    expect(soft.map(([first]) => first)).toEqual([0.75, 0.25, 0.25, 0.75].map(step));
  });

  it("gives equal scores their mean rank, and a lone cell the middle one", () => {
    const soft = rounded(softLabels(cellsOf(["a", 3, [1]]), Float32Array.of(0, 0.3, 0, 0, 0.3, 0, 0, 0.9, 0), options));
    expect(soft.map(([, second]) => second)).toEqual([1 / 3, 1 / 3, 5 / 6].map(step));
    expect(rounded(softLabels(cellsOf(["a", 1, [0]]), Float32Array.of(0.01, 0, 0), options))[0]?.[0]).toBe(step(0.5));
  });

  it("uses the rate if no network can judge the class", () => {
    const probabilities = Float32Array.of(Number.NaN, 0, 0, Number.NaN, 0, 0);
    const soft = rounded(softLabels(cellsOf(["a", 2, [0]]), probabilities, options));
    expect(soft).toEqual([
      [0.655, 0, 0.345],
      [0.655, 0, 0.345],
    ]);
  });

  it("keeps the label Negative of a tile, with and without other labels, and works without such a class", () => {
    const zeros = new Float32Array(6);
    expect(rounded(softLabels(cellsOf(["a", 2, [2]]), zeros, options))).toEqual([
      [0, 0, 1],
      [0, 0, 1],
    ]);
    expect(rounded(softLabels(cellsOf(["a", 2, [0, 2]]), zeros, options)).map((row) => row[2])).toEqual([1, 1]);
    const without = rounded(softLabels(cellsOf(["a", 2, [2]]), zeros, { ...options, negative: null }));
    expect(without).toEqual([
      [0, 0, step(0.5)],
      [0, 0, step(0.5)],
    ]);
  });

  it("has about the given rate of cells above one half, for any rate", () => {
    const cells = cellsOf(["a", 200, [0]]);
    const probabilities = Float32Array.from({ length: 600 }, (_, index) => ((index * 7919) % 997) / 997);
    for (const rate of [0.1, 0.5, 0.9]) {
      const soft = softLabels(cells, probabilities, { ...options, rate });
      const share = soft.filter(([first = 0]) => first > 0.5).length / 200;
      expect(Math.abs(share - rate)).toBeLessThan(0.011);
    }
  });
});
