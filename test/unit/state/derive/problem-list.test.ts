import { describe, expect, it } from "vitest";
import type { Problem } from "../../../../src/domain/errors.ts";
import { listProblems, mergeProblems } from "../../../../src/state/derive/problem-list.ts";
import { emptyTileTable, putTiles } from "../../../../src/state/stores/tile-table.ts";
import { makeRecord } from "../../../browser/ui/fakes/fake-tile.ts";

const broken: Problem = { tag: "NotAnImage", subject: "a_red.png", message: "No image.", remedy: "Send an image." };
const empty: Problem = { tag: "EmptyFile", subject: "b_red.png", message: "Zero bytes.", remedy: "Copy it again." };

describe("mergeProblems", () => {
  it("adds each problem once, and returns the same list when no problem is new", () => {
    const list = mergeProblems([broken], [empty, broken, empty]);
    expect(list).toEqual([broken, empty]);
    expect(mergeProblems(list, [broken])).toBe(list);
  });

  it("never lists cancelled work", () => {
    expect(mergeProblems([], [{ ...broken, tag: "Cancelled" }])).toEqual([]);
  });
});

describe("listProblems", () => {
  it("lists each problem once, the problems of tiles first, in the order of the tiles", () => {
    const { tiles, order } = putTiles(emptyTileTable, [
      makeRecord("late", { addedAt: 9, problem: empty }),
      makeRecord("early", { addedAt: 1, problem: broken }),
      makeRecord("fine", { addedAt: 2 }),
    ]);
    const other: Problem = { ...empty, subject: "train.csv" };
    expect(listProblems(tiles, order, [broken, other])).toEqual([
      { problem: broken, tileId: "early" },
      { problem: empty, tileId: "late" },
      { problem: other, tileId: null },
    ]);
  });
});
