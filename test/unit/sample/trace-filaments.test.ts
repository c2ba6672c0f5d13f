import { describe, expect, it } from "vitest";
import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import { type CellWindow, openCellWindow } from "../../../src/sample/cell-window.ts";
import { seededRandom } from "../../../src/sample/seeded-random.ts";
import { stampSpot } from "../../../src/sample/stamp-spot.ts";
import { type Filament, traceFilament } from "../../../src/sample/trace-filaments.ts";

const side = 100;

/** A round cell of radius 45 with a nucleus of radius 15, both around (50, 50). */
function roundCell(): CellWindow {
  const labels = (radius: number): LabelMap => ({
    width: side,
    height: side,
    count: 1,
    labels: Uint16Array.from({ length: side * side }, (_, i) =>
      Math.hypot((i % side) - 50, Math.floor(i / side) - 50) < radius ? 1 : 0,
    ),
  });
  const box = { left: 0, top: 0, right: side, bottom: side };
  return openCellWindow(labels(45), labels(15), 1, box, { x: 50, y: 50, radius: 15, axis: 0 }, seededRandom(1));
}

const straight: Filament = { x: 20, y: 50, angle: 0, length: 60, wiggle: 0, strength: 1, crossesNucleus: true };

function trace(changes: Partial<Filament>): { plane: Float32Array; total: number } {
  const plane = new Float32Array(side * side);
  traceFilament(roundCell(), plane, { ...straight, ...changes }, seededRandom(2));
  return { plane, total: plane.reduce((sum, value) => sum + value, 0) };
}

describe("traceFilament", () => {
  it("adds its strength at every step", () => {
    expect(trace({ length: 20 }).total).toBeCloseTo(20, 4);
    expect(trace({ length: 20, strength: 0.5, angle: 0.7 }).total).toBeCloseTo(10, 4);
    const { plane } = trace({ length: 20, x: 20.25 });
    expect(plane[50 * side + 25]).toBeCloseTo(1, 4);
    expect(plane[51 * side + 25]).toBe(0);
  });

  it("crosses the nucleus or bends around it", () => {
    const { rim } = roundCell();
    const inside = (plane: Float32Array) => plane.reduce((sum, value, i) => sum + ((rim[i] ?? 0) < -2 ? value : 0), 0);
    expect(inside(trace({}).plane)).toBeGreaterThan(20);
    for (const y of [38, 41, 50, 60]) {
      const around = trace({ crossesNucleus: false, y, length: 80 });
      expect(inside(around.plane)).toBe(0);
      // The filament runs along the envelope and past it; only one that comes head-on is turned sideways.
      expect(around.total).toBeGreaterThan(55);
      expect(around.plane.some((value, i) => value > 0 && i % side > 60)).toBe(y !== 50);
    }
  });

  it("ends at the cell's border", () => {
    const { inside } = roundCell();
    for (let turn = 0; turn < 6; turn += 1) {
      const { plane, total } = trace({ y: 70, angle: turn, length: 500, wiggle: 0.1 });
      expect(total).toBeLessThan(490);
      // Of the four pixels around a point, some may be one px outside of the border.
      const outside = plane.reduce((sum, value, i) => sum + (inside[i] === 0 ? value : 0), 0);
      expect(outside).toBeLessThan(3);
    }
  });
});

describe("stampSpot", () => {
  it("is a Gaussian around any point, cut off at the window", () => {
    const cell = roundCell();
    const plane = new Float32Array(side * side);
    stampSpot(cell, plane, 30.5, 40.25, 2, 0.8);
    plane.forEach((value, i) => {
      const squared = ((i % side) - 30.5) ** 2 + (Math.floor(i / side) - 40.25) ** 2;
      if (squared < 36) expect(value).toBeCloseTo(0.8 * Math.exp(-squared / 8), 5);
      else expect(value).toBeLessThan(0.01);
    });
    const corner = new Float32Array(side * side);
    stampSpot(cell, corner, 0, 0, 2, 1);
    expect(corner[0]).toBe(1);
    expect(corner.filter((value) => value > 0).length).toBe(49);
  });
});
