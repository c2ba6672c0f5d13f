import { describe, expect, it } from "vitest";
import { blendContext } from "../../../../src/learning/weak-labels/blend-context.ts";
import type { PictureMap } from "../../../../src/learning/weak-labels/map-pictures.ts";

const inPicture = { x: 0.25, y: 0.75 };
const cells = ["a", "a", "b"].map((tileId) => ({ tileId, place: { x: 0, y: 0, inPicture } }));
/** One class and one feature per cell. The head's logit is mean + nearby mean - 1. */
const head = { weight: Float32Array.of(1, 1), bias: Float32Array.of(-1) };
const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));
/** A map of two by two places. The cells are in the middle of the lower left place. */
const map: PictureMap = { logits: Float32Array.of(-9, -9, 2, -9), side: 2, classes: 1 };

function blend(contextShare: number, pictureShare = 0, negative: number | null = null, maps = [["a", map]] as const) {
  const probabilities = Float32Array.of(0.2, 0.9, 0.5);
  const seen = { cells, probabilities, features: Float32Array.of(2, -0.5, 7), maps: new Map(maps) };
  return blendContext(seen, head, { contextShare, pictureShare, negative });
}

describe("blendContext", () => {
  it("is a geometric mean of the cell's own probability, the other cells' probability and the context head's", () => {
    const [first, second] = blend(0.5);
    // Cell 0 uses cell 1's feature -0.5 twice and its probability 0.9. Cell 1 uses those of cell 0.
    expect(first).toBeCloseTo(0.2 ** 0.5 * (0.9 * sigmoid(-2)) ** 0.25, 6);
    expect(second).toBeCloseTo(0.9 ** 0.5 * (0.2 * sigmoid(3)) ** 0.25, 6);
  });

  it("blends the map of the tile's picture at the cell's position", () => {
    expect(blend(0.5, 0.2)[0]).toBeCloseTo(0.2 ** 0.3 * (0.9 * sigmoid(-2)) ** 0.25 * sigmoid(2) ** 0.2, 6);
  });

  it("changes a cell without others in its tile only by the picture", () => {
    expect(blend(0.5, 0.2)[2]).toBe(0.5);
    expect(blend(0.5, 0.2, null, [["b", map]] as never)[2]).toBeCloseTo(0.5 ** 0.8 * sigmoid(2) ** 0.2, 6);
  });

  it("does not change the probability of Negative", () => {
    expect([...blend(0.5, 0.2, 0)]).toEqual([...Float32Array.of(0.2, 0.9, 0.5)]);
  });

  it("moves towards the context as its share grows", () => {
    expect(blend(0)[0]).toBeCloseTo(0.2, 6);
    expect(blend(0.25)[0]).toBeCloseTo(0.2 ** 0.75 * (0.9 * sigmoid(-2)) ** 0.125, 6);
  });
});
