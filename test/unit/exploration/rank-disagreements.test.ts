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
  it("finds cells that show a class that their tile does not have, with the most likely such class", () => {
    const predictions = predictionsOf([0.9, 0.6, 0.75, 0.1], [0.9, 0.49, 0.2, 0.1], [0.2, 0.5, 0.1, 0.1]);
    expect(findDisagreements(predictions, [0], classes)).toEqual([
      { tileId: tile, number: 1, kind: "unexpected", classIndex: 2, probability: 0.75, score: 0.75 },
      { tileId: tile, number: 3, kind: "unexpected", classIndex: 1, probability: 0.5, score: 0.5 },
    ]);
  });

  it("does not report cells without protein, but reports protein in a tile without protein", () => {
    expect(findDisagreements(predictionsOf([0.1, 0, 0, 0.95], [0.8, 0, 0, 0.1]), [0], classes)).toEqual([]);
    const found = findDisagreements(predictionsOf([0, 0.875, 0, 0.1], [0, 0, 0, 0.9]), [3], classes);
    expect(found.map(({ kind, number, classIndex }) => [kind, number, classIndex])).toEqual([["unexpected", 1, 1]]);
  });

  it("reports a label once, with the nearest cell, when no cell shows it; one cell that shows it is enough", () => {
    const predictions = predictionsOf([0.9, 0.125, 0, 0], [0.1, 0.25, 0, 0], [0.1, 0.1, 0, 0]);
    expect(findDisagreements(predictions, [0, 1], classes)).toEqual([
      { tileId: tile, number: 2, kind: "missing", classIndex: 1, probability: 0.25, score: 0.75 },
    ]);
  });

  it("reports nothing for a tile without cells, and no unexpected class when the label has all classes", () => {
    expect(findDisagreements(predictionsOf(), [0], classes)).toEqual([]);
    expect(findDisagreements(predictionsOf([0.9, 0.9, 0.9, 0.9]), [0, 1, 2, 3], classes)).toEqual([]);
  });
});

describe("rankDisagreements", () => {
  const entry = (number: number, score: number, name = "a"): Disagreement => {
    return { tileId: tileId(name), number, kind: "unexpected", classIndex: 0, probability: score, score };
  };

  it("keeps the largest scores, counts all, and orders equal scores by tile and cell", () => {
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
