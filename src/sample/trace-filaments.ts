import type { CellWindow } from "./cell-window.ts";
import { normal, type Random } from "./seeded-random.ts";

/** How one filament grows, pixel by pixel. */
export interface Filament {
  readonly x: number;
  readonly y: number;
  /** Direction of its first step in radians. */
  readonly angle: number;
  /** px. */
  readonly length: number;
  /** Random change of direction, radians a pixel; bends last a few px. */
  readonly wiggle: number;
  /** Brightness left on its way. */
  readonly strength: number;
  /** It may run over or under the nucleus instead of bending around it. */
  readonly crossesNucleus: boolean;
}

/**
 * Draws a line, one pixel a step, into `plane` (`[height, width]` of the window; added, shared out among the four pixels
 * around each point). The filament bends around the nucleus, glides a little way along the cell's border, and ends there
 * or where it leaves the window.
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

/** Takes from a direction what runs against a slope and adds `lift` up the slope; straight against it turns aside. */
function deflect(x: number, y: number, slopeX: number, slopeY: number, lift: number): [number, number] {
  const steepness = Math.hypot(slopeX, slopeY);
  if (steepness < 1e-6) return [x, y];
  const upX = slopeX / steepness;
  const upY = slopeY / steepness;
  const up = lift - Math.min(0, x * upX + y * upY);
  const [alongX, alongY] = [x + up * upX, y + up * upY];
  return Math.hypot(alongX, alongY) < 1e-3 ? [-upY, upX] : [alongX, alongY];
}
