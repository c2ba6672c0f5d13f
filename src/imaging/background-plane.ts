import type { Raster } from "./box-downsample.ts";
import { floatPercentiles } from "./normalise.ts";

/** The image is divided into this many blocks along each side; the plane is fitted to one dim value of each block. */
const blocks = 24;
/** About this many samples along each side of a block are looked at. */
const samples = 8;
/**
 * A block's dim value is this percentile of its samples, 0..1: cells leave gaps, and the very lowest samples are noise.
 */
const dimShare = 0.1;
/**
 * A block whose dim value lies this high above the plane has a quarter of the weight, because it is full of cells. The
 * height is given as a share of the spread of all dim values.
 */
const doubt = 0.1;
/** Number of reweighted fits; the plane stops moving after about ten. */
const rounds = 20;

/**
 * Estimates uneven illumination or haze as a plane under the image. The plane is fitted to the dim values of blocks by
 * least squares. The fit is repeated, and blocks above the plane get ever smaller weights (those of Geman and McClure
 * 1985, on one side only). A plane has too few degrees of freedom to follow cells, so dense sheets of cells stay
 * bright.
 *
 * @returns `[height, width]`, row-major, in the unit of the image: the plane, to be subtracted from the image.
 */
export function backgroundPlane({ width, height, values }: Raster): Float32Array {
  const columns = Math.min(blocks, width);
  const rows = Math.min(blocks, height);
  const points: (readonly [x: number, y: number, value: number])[] = [];
  const columnStep = Math.max(1, Math.floor(width / columns / samples));
  const rowStep = Math.max(1, Math.floor(height / rows / samples));
  const buffer = new Float32Array(Math.ceil(width / columns / columnStep + 1) * Math.ceil(height / rows / rowStep + 1));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [top, bottom] = [Math.floor((row * height) / rows), Math.floor(((row + 1) * height) / rows)];
      const [left, right] = [Math.floor((column * width) / columns), Math.floor(((column + 1) * width) / columns)];
      let filled = 0;
      for (let y = top; y < bottom; y += rowStep) {
        for (let x = left; x < right; x += columnStep) buffer[filled++] = values[y * width + x]!;
      }
      const [dim = 0] = floatPercentiles(buffer.subarray(0, filled), [dimShare]);
      points.push([(column + 0.5) / columns - 0.5, (row + 0.5) / rows - 0.5, dim]);
    }
  }
  const [flat, right, down] = layUnder(points);
  const plane = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      plane[y * width + x] = flat + right * ((x + 0.5) / width - 0.5) + down * ((y + 0.5) / height - 0.5);
    }
  }
  return plane;
}

function layUnder(points: readonly (readonly [number, number, number])[]): readonly [number, number, number] {
  const dims = points.map(([, , value]) => value).sort((a, b) => a - b);
  const rank = (share: number) => dims[Math.floor(share * (dims.length - 1))]!;
  const scale = Math.max(1e-9, doubt * (rank(0.9) - rank(0.1)));
  let plane: readonly [number, number, number] = [rank(0), 0, 0];
  for (let round = 0; round < rounds; round++) {
    const [flat, right, down] = plane;
    // Normal equations for three unknowns. Positions are centred, so with a single column or row of blocks only the
    // slope across it is lost.
    const sums = new Float64Array(9);
    for (const [x, y, value] of points) {
      const above = Math.max(0, value - (flat + right * x + down * y)) / scale;
      const weight = 1 / (1 + above * above) ** 2;
      [1, x, y, x * x, x * y, y * y, value, value * x, value * y].forEach((term, index) => {
        sums[index]! += weight * term;
      });
    }
    plane = solve([...sums] as Sums);
  }
  return plane;
}

type Sums = [number, number, number, number, number, number, number, number, number];

/** Cramer's rule. A little is added to the diagonal, so that an image that is one block wide has the slope 0. */
function solve([n, x, y, xx, xy, yy, v, vx, vy]: Sums): readonly [number, number, number] {
  const hair = 1e-9 * n;
  const [a, d, f] = [n, xx + hair, yy + hair];
  const determinant = a * (d * f - xy * xy) - x * (x * f - xy * y) + y * (x * xy - d * y);
  const flat = v * (d * f - xy * xy) - x * (vx * f - xy * vy) + y * (vx * xy - d * vy);
  const right = a * (vx * f - vy * xy) - v * (x * f - xy * y) + y * (x * vy - vx * y);
  const down = a * (d * vy - xy * vx) - x * (x * vy - vx * y) + v * (x * xy - d * y);
  return [flat / determinant, right / determinant, down / determinant];
}
