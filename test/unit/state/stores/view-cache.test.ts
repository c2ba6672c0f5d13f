import { describe, expect, it } from "vitest";
import type { TileView } from "../../../../src/domain/cell/tile-view.ts";
import { type TileId, tileId } from "../../../../src/domain/tile/tile.ts";
import { createPictureCache } from "../../../../src/state/stores/picture-cache.ts";
import { createViewCache } from "../../../../src/state/stores/view-cache.ts";
import { makeRecord, makeView } from "../../../browser/ui/fakes/fake-tile.ts";

const [a, b, c, d] = ["a", "b", "c", "d"].map(tileId) as [TileId, TileId, TileId, TileId];
const viewOf = (id: TileId): TileView => makeView(makeRecord(id, { width: 8, height: 8 }), null);

describe("createViewCache", () => {
  it("keeps the three views that were used last", async () => {
    const loads: TileId[] = [];
    const cache = createViewCache(3, async (id) => {
      loads.push(id);
      return viewOf(id);
    });
    await cache.get(a);
    await cache.get(b);
    await cache.get(c);
    await cache.get(a);
    await cache.get(d);
    expect([a, b, c, d].map((id) => cache.peek(id) !== null)).toEqual([true, false, true, true]);
    expect(loads).toEqual([a, b, c, d]);
  });

  it("shares one load between callers, and does not keep a view that was forgotten meanwhile", async () => {
    let release: (view: TileView) => void = () => {};
    let loads = 0;
    const cache = createViewCache(3, () => {
      loads += 1;
      return new Promise((resolve) => {
        release = resolve;
      });
    });
    const [first, second] = [cache.get(a), cache.get(a)];
    expect(loads).toBe(1);
    cache.forget(a);
    release(viewOf(a));
    expect(await first).toBe(await second);
    expect(cache.peek(a)).toBeNull();
  });

  it("tries again after a failed load", async () => {
    let fail = true;
    const cache = createViewCache(3, async (id) => {
      if (fail) throw new Error("gone");
      return viewOf(id);
    });
    await expect(cache.get(a)).rejects.toThrow("gone");
    fail = false;
    expect((await cache.get(a)).record.id).toBe("a");
  });

  it("replaces views without loading them again", async () => {
    const cache = createViewCache(3, async (id) => viewOf(id));
    const old = await cache.get(a);
    await cache.update(async (view) => ({ ...view, cells: [] }));
    expect(cache.peek(a)?.cells).toEqual([]);
    expect(cache.peek(a)?.pixels).toBe(old.pixels);
  });
});

describe("createPictureCache", () => {
  it("loads each key once, drops the least recently used picture, and tries again after a failed load", async () => {
    const cache = createPictureCache(2);
    const loads: string[] = [];
    const load = (key: string) => async () => {
      loads.push(key);
      return { width: 1, height: 1, rgba: new Uint8ClampedArray(4) };
    };
    await cache.get("a", load("a"));
    await cache.get("b", load("b"));
    await cache.get("a", load("a"));
    await cache.get("c", load("c"));
    await cache.get("a", load("a"));
    await cache.get("b", load("b"));
    expect(loads).toEqual(["a", "b", "c", "b"]);
    await expect(cache.get("x", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await cache.get("x", load("x"));
    expect(loads).toContain("x");
  });
});
