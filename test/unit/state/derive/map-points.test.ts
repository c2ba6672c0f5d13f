import { describe, expect, it } from "vitest";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import {
  cellAtPoint,
  fitMap,
  nearestPoint,
  pointOfCell,
  pointsAround,
  pointTowards,
  zoomMap,
} from "../../../../src/state/derive/map-points.ts";

/** Points 0 to 4 are in the middle, right, left, below, and far below right. */
const map = {
  tiles: [tileId("a"), tileId("b")],
  tileOf: Uint32Array.of(0, 0, 0, 1, 1),
  numbers: Uint32Array.of(1, 2, 3, 1, 2),
  positions: Float32Array.of(0.5, 0.5, 0.625, 0.5, 0.25, 0.5, 0.5, 0.75, 1, 1),
  topClass: Int16Array.of(0, 0, 0, 0, -1),
  of: 5,
};

describe("points and cells", () => {
  it("are found from each other, and give null when there is no such point or cell", () => {
    expect(cellAtPoint(map, 3)).toEqual({ tileId: "b", number: 1 });
    expect(cellAtPoint(map, 5)).toBeNull();
    expect(pointOfCell(map, { tileId: tileId("b"), number: 2 })).toBe(4);
    expect(pointOfCell(map, { tileId: tileId("b"), number: 3 })).toBeNull();
    expect(pointOfCell(map, { tileId: tileId("c"), number: 1 })).toBeNull();
  });

  it("are found near a place only within reach", () => {
    expect(nearestPoint(map, 0.6, 0.52, 0.1)).toBe(1);
    expect(nearestPoint(map, 0.55, 0.5, 0.1)).toBe(0);
    expect(nearestPoint(map, 0.1, 0.1, 0.1)).toBeNull();
  });

  it("are listed from the nearest on, without the point itself", () => {
    expect(pointsAround(map, 0, 3).slice(0, 1)).toEqual([1]);
    expect(new Set(pointsAround(map, 0, 3))).toEqual(new Set([1, 2, 3]));
    expect(pointsAround(map, 4, 10)).toHaveLength(4);
  });

  it("lead to the nearest point in the direction of an arrow key, and to null beyond the last", () => {
    expect(pointTowards(map, 0, 1, 0)).toBe(1);
    expect(pointTowards(map, 0, -1, 0)).toBe(2);
    expect(pointTowards(map, 0, 0, 1)).toBe(3);
    expect(pointTowards(map, 0, 0, -1)).toBeNull();
    expect(pointTowards(map, 3, 1, 0)).toBe(4);
    expect(pointTowards(map, 2, -1, 0)).toBeNull();
  });
});

describe("the window", () => {
  const fitted = fitMap(300, 200);

  it("shows the whole map in the middle", () => {
    expect(fitted).toEqual({ scale: 180, x: 60, y: 10 });
  });

  it("zooms around the pointer, from the whole map to 40 times its size", () => {
    const closer = zoomMap(fitted, 2, 100, 50, fitted);
    const under = (window: typeof fitted) => [(100 - window.x) / window.scale, (50 - window.y) / window.scale];
    expect(closer.scale).toBe(360);
    expect(under(closer)[0]).toBeCloseTo(under(fitted)[0] ?? 0, 9);
    expect(under(closer)[1]).toBeCloseTo(under(fitted)[1] ?? 0, 9);
    expect(zoomMap(closer, 0.1, 100, 50, fitted)).toBe(fitted);
    expect(zoomMap(closer, 1e9, 100, 50, fitted).scale).toBe(40 * fitted.scale);
  });
});
