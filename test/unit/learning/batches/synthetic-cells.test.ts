import { describe, expect, it } from "vitest";
import { hpaClasses } from "../../../../src/domain/localisation/localisation.ts";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import { noChange } from "../../../../src/learning/batches/augment.ts";
import { showExamples } from "../../../../src/learning/batches/batch-source.ts";
import { drawSynthetic, syntheticHelpers } from "../../../../src/learning/batches/synthetic-cells.ts";
import { randomStream } from "../../../../src/learning/random.ts";

const shares = { negative: 0.1, microtubules: 0.15, reticulum: 0.05 };
const still = { flips: false, rightAngles: false, rotation: 0, scale: 0, intensity: 0 };

describe("syntheticHelpers", () => {
  it("finds one class of the Human Protein Atlas for each helper", () => {
    const classesOf = syntheticHelpers(shares, hpaClasses).map(({ share, greenFrom, targets }) => ({
      share,
      greenFrom,
      names: hpaClasses.names.filter((_, index) => targets[index] === 1),
      sum: targets.reduce((sum, value) => sum + value, 0),
    }));
    expect(classesOf).toEqual([
      { share: 0.1, greenFrom: null, names: ["Negative"], sum: 1 },
      { share: 0.15, greenFrom: 0, names: ["Microtubules"], sum: 1 },
      { share: 0.05, greenFrom: 3, names: ["Endoplasmic reticulum"], sum: 1 },
    ]);
  });

  it("leaves out helpers that are off and helpers whose class is not in the list", () => {
    expect(syntheticHelpers({ negative: 0, microtubules: 0, reticulum: 0 }, hpaClasses)).toEqual([]);
    const two = { names: ["Nothing", "Microtubules"], negative: 0 };
    expect(syntheticHelpers(shares, two).map(({ targets }) => [...targets])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(syntheticHelpers(shares, { names: ["Nucleus"], negative: null })).toEqual([]);
  });
});

describe("drawSynthetic", () => {
  const helpers = syntheticHelpers(shares, hpaClasses);
  const change = { ...noChange, gains: [0.9, 1.1, 1, 0.8] };
  const drawn = Array.from({ length: 4000 }, (_, seed) => drawSynthetic(helpers, change, randomStream(seed)));

  it("makes the requested shares of cells", () => {
    for (const helper of helpers) {
      const made = drawn.filter((synthetic) => synthetic?.targets === helper.targets).length / drawn.length;
      expect(Math.abs(made - helper.share)).toBeLessThan(0.02);
    }
    expect(drawn.filter((synthetic) => synthetic === null).length / drawn.length).toBeCloseTo(0.7, 1);
  });

  it("dims the protein's intensity to 0..0.15 and nothing else", () => {
    const dimmed = drawn.filter((synthetic) => synthetic?.targets === helpers[0]?.targets);
    // Values are square roots of intensities.
    const factors = dimmed.map((synthetic) => ((synthetic?.change.gains[1] ?? Number.NaN) / 1.1) ** 2);
    expect(Math.min(...factors)).toBeLessThan(0.01);
    expect(Math.max(...factors)).toBeGreaterThan(0.14);
    expect(Math.max(...factors)).toBeLessThanOrEqual(0.15);
    for (const synthetic of dimmed) {
      expect(synthetic?.change).toMatchObject({ ...change, gains: [0.9, expect.any(Number), 1, 0.8] });
    }
  });

  it("replaces the protein by a stain and keeps the protein's gain", () => {
    for (const [index, greenFrom] of [
      [1, 0],
      [2, 3],
    ] as const) {
      const made = drawn.find((synthetic) => synthetic?.targets === helpers[index]?.targets);
      expect(made?.change).toEqual({ ...change, greenFrom });
    }
  });
});

describe("showExamples", () => {
  const helpers = syntheticHelpers({ negative: 0.2, microtubules: 0.2, reticulum: 0.2 }, hpaClasses);
  const examples = Array.from({ length: 60 }, (_, index) => ({
    tileId: tileId(`tile-${index % 5}`),
    number: index,
    targets: new Float32Array(19).fill(0.5),
  }));
  const show = (indices: number[], epoch: number, seed = 1, options = still, helping = helpers) =>
    showExamples(examples, { indices, count: indices.length }, { options, helpers: helping, seed, epoch });
  const all = [...examples.keys()];
  const madeIn = ({ targets }: { readonly targets: Float32Array }) => targets.filter((value) => value === 1).length;

  it("makes a cell depending on seed, epoch and cell, not on its position", () => {
    const turned = show([...all].reverse(), 1);
    expect([...turned.changes].reverse()).toEqual(show(all, 1).changes);
    expect(madeIn(show(all, 1))).toBeGreaterThan(15);
    expect(show(all, 2).targets).not.toEqual(show(all, 1).targets);
    expect(show(all, 1, 2).targets).not.toEqual(show(all, 1).targets);
  });

  it("leaves the examples and the other changes as they are, and does not change cells outside of training", () => {
    const wild = { flips: true, rightAngles: true, rotation: 90, scale: 0.3, intensity: 0.3 };
    const withHelpers = show(all, 1, 1, wild).changes;
    const without = show(all, 1, 1, wild, []).changes;
    expect(withHelpers.map(({ xx, xy, yx, yy }) => [xx, xy, yx, yy])).toEqual(
      without.map(({ xx, xy, yx, yy }) => [xx, xy, yx, yy]),
    );
    expect(examples.every(({ targets }) => targets.every((value) => value === 0.5))).toBe(true);
    expect(madeIn(showExamples(examples, { indices: all, count: all.length }, null))).toBe(0);
  });
});
