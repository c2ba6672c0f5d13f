import type { Raster } from "../imaging/box-downsample.ts";

/**
 * Computes one number for each block of a grid over the image. The blocks are about `block` px wide and high.
 *
 * @param statistic gets the block's values in no particular order. The array is used again for the next block: do not
 *   keep it.
 * @returns one value for each block.
 */
export function localGrid(image: Raster, block: number, statistic: (values: Float32Array) => number): Raster {
  const { width, height, values } = image;
  const columns = Math.max(1, Math.round(width / block));
  const rows = Math.max(1, Math.round(height / block));
  const grid = new Float32Array(columns * rows);
  const buffer = new Float32Array(Math.ceil(width / columns + 1) * Math.ceil(height / rows + 1));
  for (let row = 0; row < rows; row++) {
    const top = Math.floor((row * height) / rows);
    const bottom = Math.floor(((row + 1) * height) / rows);
    for (let column = 0; column < columns; column++) {
      const left = Math.floor((column * width) / columns);
      const right = Math.floor(((column + 1) * width) / columns);
      let filled = 0;
      for (let y = top; y < bottom; y++) {
        for (let at = y * width + left; at < y * width + right; at++) buffer[filled++] = values[at]!;
      }
      grid[row * columns + column] = statistic(buffer.subarray(0, filled));
    }
  }
  return { width: columns, height: rows, values: grid };
}

/** The smallest value of each grid point and its up to eight neighbours. */
export function leastOfNeighbours({ width, height, values }: Raster): Raster {
  const least = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let low = Number.POSITIVE_INFINITY;
      for (let near = Math.max(0, y - 1); near <= Math.min(height - 1, y + 1); near++) {
        for (let beside = Math.max(0, x - 1); beside <= Math.min(width - 1, x + 1); beside++) {
          low = Math.min(low, values[near * width + beside]!);
        }
      }
      least[y * width + x] = low;
    }
  }
  return { width, height, values: least };
}
