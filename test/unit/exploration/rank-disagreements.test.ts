import { describe, expect, it } from "vitest";
import type { Disagreement } from "../../../src/domain/cell/exploration.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { findDisagreements, rankDisagreements } from "../../../src/exploration/rank-disagreements.ts";

const classes = { names: ["Nucleus", "Golgi", "Cytosol", "Negative"], negative: 3 };
const tile = tileId("tile");

function predictionsOf(...rows: readonly (readonly number[])[]) {
  return {
    tileId: tile,
    modelId: "model",
    numbers: rows.map((_, row) => row + 1),
    probabilities: Float32Array.from(rows.flat()),
  };
}

describe("findDisagreements", () => {
  it("tells of cells that show what their tile does not have, by their likeliest such class", () => {
    const predictions = predictionsOf([0.9, 0.6, 0.75, 0.1], [0.9, 0.49, 0.2, 0.1], [0.2, 0.5, 0.1, 0.1]);
    expect(findDisagreements(predictions, [0], classes)).toEqual([
      { tileId: tile, number: 1, kind: "unexpected", classIndex: 2, probability: 0.75, score: 0.75 },
      { tileId: tile, number: 3, kind: "unexpected", classIndex: 1, probability: 0.5, score: 0.5 },
    ]);
  });

  it("does not wonder at cells without protein, but at protein on a tile without", () => {
    expect(findDisagreements(predictionsOf([0.1, 0, 0, 0.95], [0.8, 0, 0, 0.1]), [0], classes)).toEqual([]);
    const found = findDisagreements(predictionsOf([0, 0.875, 0, 0.1], [0, 0, 0, 0.9]), [3], classes);
    expect(found.map(({ kind, number, classIndex }) => [kind, number, classIndex])).toEqual([["unexpected", 1, 1]]);
  });

  it("tells once of a label that no cell shows, with the cell that comes nearest; one cell that shows it is enough", () => {
    const predictions = predictionsOf([0.9, 0.125, 0, 0], [0.1, 0.25, 0, 0], [0.1, 0.1, 0, 0]);
    expect(findDisagreements(predictions, [0, 1], classes)).toEqual([
      { tileId: tile, number: 2, kind: "missing", classIndex: 1, probability: 0.25, score: 0.75 },
    ]);
  });

  it("has nothing to say of a tile without cells, nor of absent classes where the label has all", () => {
    expect(findDisagreements(predictionsOf(), [0], classes)).toEqual([]);
    expect(findDisagreements(predictionsOf([0.9, 0.9, 0.9, 0.9]), [0, 1, 2, 3], classes)).toEqual([]);
  });
});

describe("rankDisagreements", () => {
  const entry = (number: number, score: number, name = "a"): Disagreement => {
    return { tileId: tileId(name), number, kind: "unexpected", classIndex: 0, probability: score, score };
  };

  it("keeps the largest scores of many, counts all, and orders equals by tile and cell", () => {
    const ranking = rankDisagreements(3);
    for (let number = 1; number <= 50; number += 1) ranking.add([entry(number, (number * 37) % 50)]);
    ranking.add([entry(2, 49, "b"), entry(1, 49, "b")]);
    expect(ranking.count()).toBe(52);
    expect(ranking.best().map(({ tileId: id, number, score }) => [id, number, score])).toEqual([
      ["a", 27, 49],
      ["b", 1, 49],
      ["b", 2, 49],
    ]);
  });
});
