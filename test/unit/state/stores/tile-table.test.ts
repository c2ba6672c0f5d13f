import { describe, expect, it } from "vitest";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import {
  countTiles,
  dropTiles,
  emptyTileTable,
  neighbourTile,
  putTiles,
} from "../../../../src/state/stores/tile-table.ts";
import { makeRecord } from "../../../browser/ui/fakes/fake-tile.ts";

const a = makeRecord("tile-2", { addedAt: 1 });
const b = makeRecord("tile-10", { addedAt: 1 });
const c = makeRecord("tile-1", { addedAt: 5 });

describe("putTiles", () => {
  it("sorts by time, then by name, and compares numbers in names as numbers", () => {
    const table = putTiles(emptyTileTable, [c, b, a]);
    expect(table.order).toEqual(["tile-2", "tile-10", "tile-1"]);
  });

  it("keeps the order array when only known tiles change", () => {
    const table = putTiles(emptyTileTable, [a, b]);
    const changed = putTiles(table, [{ ...a, cellCount: 3 }]);
    expect(changed.order).toBe(table.order);
    expect(changed.tiles["tile-2"]?.cellCount).toBe(3);
    expect(table.tiles["tile-2"]?.cellCount).toBe(16);
  });

  it("returns the same table for no records", () => {
    const table = putTiles(emptyTileTable, [a]);
    expect(putTiles(table, [])).toBe(table);
  });
});

describe("dropTiles", () => {
  it("removes records, and their ids from the order", () => {
    const table = dropTiles(putTiles(emptyTileTable, [a, b, c]), [tileId("tile-10"), tileId("nowhere")]);
    expect(table.order).toEqual(["tile-2", "tile-1"]);
    expect(table.tiles["tile-10"]).toBeUndefined();
  });
});

describe("countTiles", () => {
  it("counts cells of ready tiles only, and ready tiles with labels and cells as learnable", () => {
    const { tiles } = putTiles(emptyTileTable, [
      a,
      makeRecord("no-labels", { weakLabel: null, cellCount: 4 }),
      makeRecord("no-cells", { cellCount: 0 }),
      makeRecord("waits", { status: "waiting", cellCount: 0 }),
      makeRecord("failed", { status: "failed", cellCount: 9 }),
      makeRecord("queued", { status: "queued", cellCount: 0 }),
    ]);
    expect(countTiles(tiles)).toEqual({ all: 6, ready: 3, waiting: 1, failed: 1, cells: 20, learnable: 1 });
  });
});

describe("neighbourTile", () => {
  const order = ["x", "y", "z"].map(tileId);
  it.each([
    ["x", 1, "y"],
    ["z", 1, "z"],
    ["x", -1, "x"],
    ["y", -1e9, "x"],
    ["y", 1e9, "z"],
    [null, 1, "x"],
    [null, -1, "z"],
    ["gone", 1, "x"],
  ])("from %s by %i steps is %s", (from, step, expected) => {
    expect(neighbourTile(order, from === null ? null : tileId(from), step)).toBe(expected);
  });

  it("is null in an empty list", () => {
    expect(neighbourTile([], null, 1)).toBeNull();
  });
});
