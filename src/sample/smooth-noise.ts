import type { Random } from "./seeded-random.ts";

/**
 * Standard deviation of the surface over uniform numbers from 0 to 1: sqrt(1/12), that of the numbers, times 11/20,
 * because a quadratic B-spline keeps 11/20 of the variance in each of two directions.
 */
const deviation = Math.sqrt(1 / 12) * 0.55;

/**
 * Makes a smooth random surface: random numbers on a lattice, interpolated with quadratic B-splines, so that the
 * lattice is not visible. Each pixel is a mean of nine numbers, so its value is nearly normally distributed.
 *
 * @param spacing distance of the lattice points, px; it is the size of the surface's bumps.
 * @returns `[height, width]`, row-major, mean 0, standard deviation 1.
 */
export function smoothNoise(width: number, height: number, spacing: number, random: Random): Float32Array {
  const columns = Math.ceil(width / spacing) + 3;
  const rows = Math.ceil(height / spacing) + 3;
  const lattice = new Float32Array(columns * rows);
  for (let i = 0; i < lattice.length; i += 1) lattice[i] = (random() - 0.5) / deviation;

  const column = new Uint16Array(width);
  const before = new Float32Array(width);
  const after = new Float32Array(width);
  for (let x = 0; x < width; x += 1) {
    const u = x / spacing;
    column[x] = u;
    const t = u - Math.floor(u);
    before[x] = 0.5 * (1 - t) * (1 - t);
    after[x] = 0.5 * t * t;
  }

  const line = new Float32Array(columns);
  const surface = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const v = y / spacing;
    const t = v - Math.floor(v);
    const above = 0.5 * (1 - t) * (1 - t);
    const below = 0.5 * t * t;
    const at = Math.floor(v) * columns;
    for (let i = 0; i < columns; i += 1) {
      line[i] =
        above * lattice[at + i]! +
        (1 - above - below) * lattice[at + columns + i]! +
        below * lattice[at + 2 * columns + i]!;
    }
    for (let x = 0; x < width; x += 1) {
      const i = column[x]!;
      const a = before[x]!;
      const c = after[x]!;
      surface[y * width + x] = a * line[i]! + (1 - a - c) * line[i + 1]! + c * line[i + 2]!;
    }
  }
  return surface;
}
