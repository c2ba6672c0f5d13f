import { describe, expect, it } from "vitest";
import { dealFolds } from "../../../../src/learning/batches/deal-folds.ts";
import type { LabelledTile } from "../../../../src/learning/batches/split.ts";

function tilesOf(labels: readonly number[][], group: (index: number) => string | null = () => null): LabelledTile[] {
  return labels.map((own, index) => ({ tileId: `tile-${index}`, labels: own, group: group(index) }));
}

const many = tilesOf(Array.from({ length: 30 }, (_, index) => (index < 3 ? [9] : [index % 3, 3 + (index % 2)])));

describe("dealFolds", () => {
  it("deals each tile once, into folds of about the same size, whatever the order of the tiles", () => {
    const folds = dealFolds(many, 3, 1);
    expect(folds.flat().sort()).toEqual(many.map(({ tileId }) => tileId).sort());
    for (const fold of folds) expect(Math.abs(fold.length - 10)).toBeLessThanOrEqual(1);
    expect(dealFolds([...many].reverse(), 3, 1)).toEqual(folds);
    expect(dealFolds(many, 3, 2)).not.toEqual(folds);
  });

  it("spreads a rare label over all folds", () => {
    for (const seed of [1, 2, 3, 4]) {
      const rare = dealFolds(many, 3, seed).map((fold) => fold.filter((name) => /^tile-[012]$/.test(name)).length);
      expect(rare).toEqual([1, 1, 1]);
    }
  });

  it("keeps the tiles of a group together", () => {
    const grouped = tilesOf(
      Array.from({ length: 12 }, (_, index) => [index % 2]),
      (index) => `protein ${index % 4}`,
    );
    for (const fold of dealFolds(grouped, 2, 1)) {
      const groups = new Set(fold.map((name) => Number(name.slice(5)) % 4));
      expect(fold).toHaveLength(3 * groups.size);
    }
  });

  it("makes no empty folds", () => {
    expect(dealFolds(tilesOf([[0], [1]]), 5, 1).map((fold) => fold.length)).toEqual([1, 1]);
    expect(dealFolds([], 3, 1)).toEqual([]);
  });
});
