import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LabelledTile, splitTiles } from "../../../../src/learning/batches/split.ts";

const tile = (tileId: string, ...labels: number[]): LabelledTile => ({ tileId, labels });

describe("splitTiles", () => {
  it("holds one of three tiles back when its labels remain on another tile", () => {
    const split = splitTiles([tile("a", 0), tile("b", 0, 1), tile("c", 1)], 0.2, 1);
    expect(split.validation).toHaveLength(1);
    expect(split.training).toHaveLength(2);
  });

  it("holds nothing back when no tile can be spared", () => {
    const tiles = [tile("a", 8, 5, 0), tile("b", 17), tile("c", 15)];
    expect(splitTiles(tiles, 0.2, 1)).toEqual({ training: ["a", "b", "c"], validation: [] });
  });

  it("holds nothing back of two tiles or when the share is 0", () => {
    expect(splitTiles([tile("a", 0), tile("b", 0)], 0.5, 1).validation).toEqual([]);
    expect(splitTiles([tile("a", 0), tile("b", 0), tile("c", 0)], 0, 1).validation).toEqual([]);
  });

  it("depends on the seed, but not on the order of the tiles", () => {
    const tiles = Array.from({ length: 30 }, (_, index) => tile(`t${index}`, index % 4));
    const held = (seed: number, list = tiles) => [...splitTiles(list, 0.2, seed).validation].sort();
    expect(held(1, [...tiles].reverse())).toEqual(held(1));
    expect(held(2)).not.toEqual(held(1));
  });

  const tilesArbitrary = fc
    .array(fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 }), {
      minLength: 3,
      maxLength: 40,
    })
    .map((labels) => labels.map((list, index) => tile(`t${index}`, ...list)));

  it("puts each tile on one side, keeps every class in training, and never holds back more than the share", () => {
    fc.assert(
      fc.property(tilesArbitrary, fc.double({ min: 0.01, max: 0.5, noNaN: true }), fc.nat(), (tiles, share, seed) => {
        const { training, validation } = splitTiles(tiles, share, seed);
        expect([...training, ...validation].sort()).toEqual(tiles.map(({ tileId }) => tileId).sort());
        expect(validation.length).toBeLessThanOrEqual(Math.max(1, Math.round(tiles.length * share)));
        const classesOf = (ids: readonly string[]) =>
          new Set(tiles.filter(({ tileId }) => ids.includes(tileId)).flatMap(({ labels }) => labels));
        expect(classesOf(training)).toEqual(classesOf(tiles.map(({ tileId }) => tileId)));
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it("gives both sides every class in proportion, including rare classes, better than chance", () => {
    // A long tail: class k is on one tile in 2^k, so every tile has class 0.
    const tiles = Array.from({ length: 256 }, (_, index) =>
      tile(`t${String(index).padStart(3, "0")}`, ...[0, 1, 2, 3, 4, 5].filter((label) => index % 2 ** label === 0)),
    );
    const { validation } = splitTiles(tiles, 0.25, 9);
    expect(validation).toHaveLength(64);
    for (const label of [0, 1, 2, 3, 4, 5]) {
      const held = tiles.filter(({ tileId, labels }) => validation.includes(tileId) && labels.includes(label)).length;
      expect(Math.abs(held - 64 / 2 ** label), `class ${label}`).toBeLessThanOrEqual(2);
    }
  });

  describe("with groups", () => {
    const grouped = (
      count: number,
      groupOf: (index: number) => string | null,
      labelOf = (index: number) => index % 3,
    ) =>
      Array.from({ length: count }, (_, index) => ({
        ...tile(`t${String(index).padStart(3, "0")}`, labelOf(index)),
        group: groupOf(index),
      }));

    it("never has a group on both sides, keeps every class in training, and stays near the share", () => {
      const groupsArbitrary = fc.array(
        fc.record({ group: fc.option(fc.integer({ min: 0, max: 8 })), label: fc.integer({ min: 0, max: 3 }) }),
        { minLength: 3, maxLength: 40 },
      );
      fc.assert(
        fc.property(groupsArbitrary, fc.double({ min: 0.05, max: 0.5, noNaN: true }), fc.nat(), (rows, share, seed) => {
          const tiles = rows.map(({ group, label }, index) => ({
            ...tile(`t${index}`, label),
            group: group === null ? null : `g${group}`,
          }));
          const { training, validation } = splitTiles(tiles, share, seed);
          expect([...training, ...validation].sort()).toEqual(tiles.map(({ tileId }) => tileId).sort());
          const on = (ids: readonly string[]) => tiles.filter(({ tileId }) => ids.includes(tileId));
          const groups = (ids: readonly string[]) => new Set(on(ids).flatMap(({ group }) => group ?? []));
          expect([...groups(validation)].filter((group) => groups(training).has(group))).toEqual([]);
          const classes = (ids: readonly string[]) => new Set(on(ids).flatMap(({ labels }) => labels));
          expect(classes(training)).toEqual(classes(tiles.map(({ tileId }) => tileId)));
          const sizes = [...groups(validation)].map((group) => tiles.filter((each) => each.group === group).length);
          const wanted = Math.max(1, Math.round(tiles.length * share));
          const most = Math.max(wanted + Math.max(1, ...sizes) / 2, Math.min(tiles.length / 2, Math.max(0, ...sizes)));
          expect(validation.length).toBeLessThanOrEqual(most);
        }),
        { seed: 7, numRuns: 300 },
      );
    });

    it("treats a group of one tile like a tile without a group", () => {
      const tiles = grouped(30, () => null);
      expect(
        splitTiles(
          tiles.map((each) => ({ ...each, group: `only ${each.tileId}` })),
          0.2,
          3,
        ),
      ).toEqual(splitTiles(tiles, 0.2, 3));
    });

    it("holds back one of two groups only if it has at most half of the tiles, and nothing of one group", () => {
      expect(
        splitTiles(
          grouped(20, (index) => `g${index % 2}`),
          0.2,
          1,
        ).validation,
      ).toHaveLength(10);
      expect(
        splitTiles(
          grouped(
            20,
            (index) => (index < 2 ? null : "g"),
            () => 0,
          ),
          0.2,
          1,
        ).validation.length,
      ).toBeLessThan(3);
      expect(
        splitTiles(
          grouped(20, () => "g"),
          0.2,
          1,
        ).validation,
      ).toEqual([]);
    });

    it("reaches the share with groups of three", () => {
      const { validation } = splitTiles(
        grouped(90, (index) => `g${Math.floor(index / 3)}`),
        0.2,
        5,
      );
      expect(Math.abs(validation.length - 18)).toBeLessThanOrEqual(1);
    });
  });
});
