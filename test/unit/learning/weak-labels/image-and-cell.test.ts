import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { imageAndCellObjective } from "../../../../src/learning/weak-labels/image-and-cell.ts";
import type { OtherCells } from "../../../../src/learning/weak-labels/other-cells.ts";

beforeAll(() => tf.setBackend("cpu"));

const negative = 1;
const options = { gamma: 0, smoothing: 0, positiveWeights: [2, 10] };
const dark = { negative, rate: 0.655, labels: [] };

/** The loss of one cell with these logits and labels, with what the memory says of it. */
function lossOf(logits: number[], labels: number[], share: number | null, ranks = true): number {
  const objective = imageAndCellObjective(options, ranks ? dark : null);
  return tf.tidy(() => {
    const others: OtherCells | null =
      share === null ? null : { known: tf.tensor1d([1]), dark: tf.tensor1d([share]), pooled: null };
    const outputs = { logits: tf.tensor2d([logits]), features: tf.zeros<tf.Rank.R2>([1, 1]), parameters: new Map() };
    const batch = { targets: tf.tensor2d([labels]), mask: tf.tensor1d([1]), others };
    return objective.loss(outputs, batch).dataSync()[0]!;
  });
}

const softplus = (x: number) => Math.log1p(Math.exp(x));

describe("imageAndCellObjective", () => {
  it("teaches a cell that ranks low that it shows nothing, as far as it does", () => {
    const expected = (2 * softplus(-0.3) + (0.7 * softplus(-0.4) + 0.3 * softplus(0.4))) / 2;
    expect(lossOf([0.3, 0.4], [1, 0], 0.7)).toBeCloseTo(expected, 5);
  });

  it("leaves a tile's own label of a dark class as it is", () => {
    expect(lossOf([0.3, 0.4], [0, 1], 0.7)).toBeCloseTo(lossOf([0.3, 0.4], [0, 1], 0), 6);
  });

  it("does not lend the class's weight to the cells it ranks", () => {
    expect(lossOf([0.3, 0.4], [0, 0], 1)).toBeCloseTo((softplus(0.3) + softplus(-0.4)) / 2, 5);
  });

  it("holds every cell against its tile's labels before anything is remembered, and without ranking", () => {
    const plain = (2 * softplus(-0.3) + softplus(0.4)) / 2;
    expect(lossOf([0.3, 0.4], [1, 0], null)).toBeCloseTo(plain, 5);
    expect(lossOf([0.3, 0.4], [1, 0], 0.7, false)).toBeCloseTo(plain, 5);
  });
});
