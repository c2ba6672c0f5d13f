import { check, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { rowTops, rowWindow } from "../../../../src/ui/tiles/row-window.ts";
import { cellAt } from "../../../../src/ui/viewer/layers/cell-at.ts";
import { contrastDomain } from "../../../../src/ui/viewer/layers/contrast-domain.ts";
import {
  fitView,
  moveBy,
  reveal,
  scaleBarLength,
  tilePosition,
  zoomAt,
  zoomBy,
} from "../../../../src/ui/viewer/layers/fit-view.ts";

const tile = { width: 2000, height: 1000 };
const frame = { width: 500, height: 500 };

describe("the camera", () => {
  it("fits the whole tile", () => {
    const { target, zoom } = fitView(tile, frame);
    expect(target).toEqual([1000, 500, 0]);
    expect(tile.width * 2 ** zoom).toBeCloseTo(480);
  });

  it("zooms within bounds and moves by shares of the window", () => {
    const start = fitView(tile, frame);
    expect(zoomBy(start, 100, tile, frame).zoom).toBe(6);
    expect(zoomBy(start, -100, tile, frame).zoom).toBeCloseTo(start.zoom - 1.6);
    expect(moveBy({ target: [0, 0, 0], zoom: 1 }, 0.5, -1, frame).target).toEqual([125, -250, 0]);
  });

  it("moves to a cell only when it is not in view", () => {
    const camera = { target: [500, 500, 0], zoom: 0 } as const;
    expect(reveal(camera, { left: 300, top: 300, right: 400, bottom: 400 }, frame)).toBe(camera);
    const moved = reveal(camera, { left: 700, top: 300, right: 800, bottom: 400 }, frame);
    expect(moved.target).toEqual([750, 350, 0]);
  });

  it("moves to a cell that the toolbar hides", () => {
    const camera = { target: [500, 500, 0], zoom: 0 } as const;
    expect(reveal(camera, { left: 300, top: 260, right: 400, bottom: 400 }, frame).target).toEqual([350, 330, 0]);
  });

  it("finds the position in the tile under a point of the window", () => {
    expect(tilePosition({ target: [1000, 500, 0], zoom: -2 }, { x: 250, y: 250 }, frame)).toEqual([1000, 500]);
    expect(tilePosition({ target: [1000, 500, 0], zoom: -2 }, { x: 0, y: 300 }, frame)).toEqual([0, 700]);
  });

  it("keeps the pixel under the pointer when it zooms there", () => {
    const outcome = check(
      property(double({ min: 0, max: 500, noNaN: true }), double({ min: -3, max: 3, noNaN: true }), (x, step) => {
        const point = { x, y: 500 - x / 2 };
        const camera = { target: [900, 300, 0], zoom: -1 } as const;
        const before = tilePosition(camera, point, frame);
        const after = tilePosition(zoomAt(camera, step, point, tile, frame), point, frame);
        expect(after[0]).toBeCloseTo(before[0], 6);
        expect(after[1]).toBeCloseTo(before[1], 6);
      }),
    );
    expect(outcome).toMatchObject({ failed: false });
  });

  it("has a scale bar of round length that fits", () => {
    const outcome = check(
      property(double({ min: -6, max: 6, noNaN: true }), (zoom) => {
        const length = scaleBarLength(zoom, 120);
        expect(String(length)).toMatch(/^[125]0*$/);
        if (length > 1) expect(length * 2 ** zoom).toBeLessThanOrEqual(120);
      }),
    );
    expect(outcome).toMatchObject({ failed: false });
    expect(scaleBarLength(0, 120)).toBe(100);
    expect(scaleBarLength(-1, 120)).toBe(200);
  });
});

describe("cellAt", () => {
  const map = { width: 3, height: 2, count: 2, labels: Uint16Array.from([0, 1, 1, 2, 2, 0]) };
  it("finds the cell at a position, and none outside of the tile", () => {
    expect([cellAt(map, 1.9, 0.2), cellAt(map, 0, 1.99), cellAt(map, 2, 1)]).toEqual([1, 2, 0]);
    expect([cellAt(map, -0.1, 0), cellAt(map, 3, 0), cellAt(map, 0, 2)]).toEqual([0, 0, 0]);
  });
});

describe("contrastDomain", () => {
  it("ends above the signal at a round number, and never above the full scale", () => {
    expect(contrastDomain(5400, 0, 65_535)).toBe(14_000);
    expect(contrastDomain(200, 0, 255)).toBe(255);
    expect(contrastDomain(5400, 40_000, 65_535)).toBe(50_000);
    expect(contrastDomain(0, 0, 65_535)).toBe(16);
  });
});

describe("rowWindow", () => {
  it("holds the rows in view and a few more", () => {
    const tops = rowTops(Array.from({ length: 3000 }, (_, index) => (index % 10 === 0 ? 136 : 72)));
    const { first, end } = rowWindow(tops, 50_000, 800);
    expect(tops[first]).toBeLessThan(50_000);
    expect(tops[end]).toBeGreaterThan(50_800);
    expect(end - first).toBeLessThan(25);
  });

  it("stays inside short and empty lists", () => {
    expect(rowWindow(rowTops([]), 0, 800)).toMatchObject({ first: 0, end: 0 });
    expect(rowWindow(rowTops([72, 72]), 900, 800)).toMatchObject({ first: 0, end: 2 });
  });
});
