import type { CellWindow } from "./cell-window.ts";
import { normal, type Random } from "./seeded-random.ts";

/** Where one filament starts and how it grows. */
export interface Filament {
  readonly x: number;
  readonly y: number;
  /** Direction of its first step, radians. */
  readonly angle: number;
  /** px. */
  readonly length: number;
  /** Standard deviation of the random change of direction, radians per step; bends last a few steps. */
  readonly wiggle: number;
  /** Brightness that each step adds. */
  readonly strength: number;
  /** Whether it may cross the nucleus; otherwise it bends around it. */
  readonly crossesNucleus: boolean;
}

/**
 * Draws a filament in steps of one px. Each step adds its brightness to the four pixels around its point, in proportion
 * to their distance. The filament bends around the nucleus, runs a short way along the cell's border, and ends there,
 * or where it leaves the window.
 *
 * @param plane `[height, width]` of the window, row-major; changed in place.
 */
export function traceFilament(cell: CellWindow, plane: Float32Array, filament: Filament, random: Random): void {
  const { width, height, inside, edge, rim, radius } = cell;
  const endsAtBorder = 4 / radius;
  const borderMargin = 0.07 * radius;
  const nucleusMargin = 0.04 * radius;
  let { x, y } = filament;
  let alongX = Math.cos(filament.angle);
  let alongY = Math.sin(filament.angle);
  let bend = 0;
  for (let step = 0; step < filament.length; step += 1) {
    const column = Math.floor(x);
    const row = Math.floor(y);
    if (column < 1 || row < 1 || column >= width - 2 || row >= height - 2) return;
    const i = row * width + column;
    if (inside[i] === 0) return;

    const right = x - column;
    const below = y - row;
    const amount = filament.strength;
    plane[i]! += amount * (1 - right) * (1 - below);
    plane[i + 1]! += amount * right * (1 - below);
    plane[i + width]! += amount * (1 - right) * below;
    plane[i + width + 1]! += amount * right * below;

    bend = 0.9 * bend + filament.wiggle * normal(random);
    const turnedX = alongX - bend * alongY;
    const turnedY = alongY + bend * alongX;
    alongX = turnedX;
    alongY = turnedY;
    if (edge[i]! < borderMargin) {
      if (random() < endsAtBorder) return;
      const slopeX = edge[i + 1]! - edge[i - 1]!;
      const slopeY = edge[i + width]! - edge[i - width]!;
      [alongX, alongY] = deflect(alongX, alongY, slopeX, slopeY, 0.05);
    }
    if (!filament.crossesNucleus && rim[i]! < nucleusMargin) {
      const slopeX = rim[i + 1]! - rim[i - 1]!;
      const slopeY = rim[i + width]! - rim[i - width]!;
      [alongX, alongY] = deflect(alongX, alongY, slopeX, slopeY, rim[i]! < 0 ? 0.3 : 0);
    }
    const norm = 1 / Math.hypot(alongX, alongY);
    alongX *= norm;
    alongY *= norm;
    x += alongX;
    y += alongY;
  }
}

/**
 * Removes from a direction its part that points down a slope, and adds `lift` up the slope. A direction straight down
 * the slope turns sideways.
 */
function deflect(x: number, y: number, slopeX: number, slopeY: number, lift: number): [number, number] {
  const steepness = Math.hypot(slopeX, slopeY);
  if (steepness < 1e-6) return [x, y];
  const upX = slopeX / steepness;
  const upY = slopeY / steepness;
  const up = lift - Math.min(0, x * upX + y * upY);
  const [alongX, alongY] = [x + up * upX, y + up * upY];
  return Math.hypot(alongX, alongY) < 1e-3 ? [-upY, upX] : [alongX, alongY];
}
