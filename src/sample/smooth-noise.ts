import { normal, type Random } from "./seeded-random.ts";

/** Standard deviation of a uniform quadratic B-spline surface over independent unit normals: 11/20 in each direction. */
const splineDeviation = 0.55;

/**
 * A smooth random surface: normal numbers on a lattice, joined by quadratic B-splines, so that no lattice shows.
 *
 * @param spacing px between lattice points, the size of the surface's bumps.
 * @returns `[height, width]`, row-major, mean 0, standard deviation 1.
 */
export function smoothNoise(width: number, height: number, spacing: number, random: Random): Float32Array {
  const columns = Math.ceil(width / spacing) + 3;
  const rows = Math.ceil(height / spacing) + 3;
  const lattice = Float32Array.from({ length: columns * rows }, () => normal(random) / splineDeviation);
  const line = new Float32Array(columns);
  const surface = new Float32Array(width * height);
  const step = 1 / spacing;
  for (let y = 0; y < height; y += 1) {
    const v = y * step;
    const row = Math.floor(v);
    const t = v - row;
    const w0 = 0.5 * (1 - t) * (1 - t);
    const w2 = 0.5 * t * t;
    const w1 = 1 - w0 - w2;
    const at = row * columns;
    for (let i = 0; i < columns; i += 1) {
      line[i] =
        w0 * (lattice[at + i] as number) +
        w1 * (lattice[at + columns + i] as number) +
        w2 * (lattice[at + 2 * columns + i] as number);
    }
    for (let x = 0; x < width; x += 1) {
      const u = x * step;
      const column = Math.floor(u);
      const s = u - column;
      const a = 0.5 * (1 - s) * (1 - s);
      const c = 0.5 * s * s;
      surface[y * width + x] =
        a * (line[column] as number) + (1 - a - c) * (line[column + 1] as number) + c * (line[column + 2] as number);
    }
  }
  return surface;
}
