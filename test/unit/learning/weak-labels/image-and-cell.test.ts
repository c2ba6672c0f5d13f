import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { imageAndCellObjective } from "../../../../src/learning/weak-labels/image-and-cell.ts";
import type { OtherCells } from "../../../../src/learning/weak-labels/other-cells.ts";

beforeAll(() => tf.setBackend("cpu"));

const negative = 1;
const options = { gamma: 0, smoothing: 0, positiveWeights: [2, 10] };
const dark = { negative, rate: 0.655, labels: [] };

/** The loss of one cell with these logits, these labels and this dark share. */
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
  it("gives a cell that ranks low the target Negative, in proportion to its dark share", () => {
    const expected = (2 * softplus(-0.3) + (0.7 * softplus(-0.4) + 0.3 * softplus(0.4))) / 2;
    expect(lossOf([0.3, 0.4], [1, 0], 0.7)).toBeCloseTo(expected, 5);
  });

  it("keeps the label Negative of a tile", () => {
    expect(lossOf([0.3, 0.4], [0, 1], 0.7)).toBeCloseTo(lossOf([0.3, 0.4], [0, 1], 0), 6);
  });

  it("does not give the weight of Negative to cells that rank low", () => {
    expect(lossOf([0.3, 0.4], [0, 0], 1)).toBeCloseTo((softplus(0.3) + softplus(-0.4)) / 2, 5);
  });

  it("compares every cell with its tile's labels while the memory is empty, and without ranking", () => {
    const plain = (2 * softplus(-0.3) + softplus(0.4)) / 2;
    expect(lossOf([0.3, 0.4], [1, 0], null)).toBeCloseTo(plain, 5);
    expect(lossOf([0.3, 0.4], [1, 0], 0.7, false)).toBeCloseTo(plain, 5);
  });
});
