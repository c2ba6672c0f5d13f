import { describe, expect, it } from "vitest";
import { gatherBags } from "../../../../src/learning/batches/cell-bags.ts";
import { architectureFor } from "../../../../src/learning/network/architecture.ts";
import { openMemory, remember } from "../../../../src/learning/weak-labels/cell-memory.ts";
import { darkShare } from "../../../../src/learning/weak-labels/dark-cells.ts";

/** The options for two classes and Negative. */
const classes = 3;
const negative = 2;

/**
 * @param logits `[cells][classes]`, of the cells of one tile
 * @param labels the labels of the tile
 */
function shares(
  logits: readonly (readonly number[])[],
  labels: readonly number[],
  rate = 0.655,
  unseen: number[] = [],
) {
  const cells = logits.map(() => ({ tileId: "a" }));
  const memory = openMemory(architectureFor("tiny", 4, classes, { contextShare: 0.5, attention: false }), cells.length);
  const seen = [...cells.keys()].filter((cell) => !unseen.includes(cell));
  remember(memory, seen, seen.length, {
    features: new Float32Array(seen.length * 32),
    logits: Float32Array.from(seen.flatMap((cell) => logits[cell]!)),
    scores: null,
  });
  const options = { negative, rate, labels: cells.map(() => Float32Array.from(labels)) };
  return cells.map((_, cell) => darkShare(memory, gatherBags(cells), cell, options));
}

describe("darkShare", () => {
  it("finds the cells with the lowest logits for the tile's label, as many as the rate leaves", () => {
    const logits = [3, -2, 1, 0, -1, 2, 4, -3, 5, 6].map((logit) => [logit, 0, 0]);
    const dark = shares(logits, [1, 0, 0], 0.7).map((share) => share > 0.5);
    // These are the three lowest of ten: -3, -2 and -1.
    expect(dark).toEqual([false, true, false, false, true, false, false, true, false, false]);
  });

  it("counts a cell as dark only if it lacks all labels of the tile", () => {
    const logits = [
      [0, 9, 0],
      [1, 1, 0],
      [9, 0, 0],
      [8, 8, 0],
    ];
    const [first = 1, second = 0, third = 1] = shares(logits, [1, 1, 0], 0.5);
    expect(first).toBeLessThan(0.5);
    expect(third).toBeLessThan(0.5);
    expect(second).toBeGreaterThan(0.5);
  });

  it("ignores labels that the tile lacks, and the logit of Negative", () => {
    const plain = shares(
      [
        [0, 0, 0],
        [1, 0, 0],
        [2, 0, 0],
      ],
      [1, 0, 0],
    );
    const other = shares(
      [
        [0, 9, 7],
        [1, -4, -7],
        [2, 3, 1],
      ],
      [1, 0, 0],
    );
    expect(other).toEqual(plain);
  });

  it("is 0 for tiles without another label, for cells that were not seen yet and for pictures", () => {
    expect(
      shares(
        [
          [0, 0, 0],
          [1, 0, 0],
        ],
        [0, 0, 1],
      ),
    ).toEqual([0, 0]);
    expect(
      shares(
        [
          [0, 0, 0],
          [1, 0, 0],
          [2, 0, 0],
        ],
        [1, 0, 0],
        0.655,
        [0],
      )[0],
    ).toBe(0);
  });
});
