/**
 * Convolutions on the processor are matrix products. The values under the filter are gathered into rows ("im2col",
 * Chellapilla et al. 2006), some pixels at a time, and then multiplied with register blocking. The loops over typed
 * arrays are in memory order, and sums are in double precision.
 */

/** An image stack in main memory, `[batch, height, width, channels]`. */
export interface PixelStack {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * The pixels whose patches are gathered: a grid of `rows` x `columns` pixels in each image. Tap `t` of the grid's pixel
 * (row, column) is the source's pixel (row * step + t.y, column * step + t.x), or 0 outside of the source.
 */
export interface PatchGrid {
  readonly rows: number;
  readonly columns: number;
  readonly step: number;
  readonly taps: readonly { readonly y: number; readonly x: number }[];
}

/**
 * Number of pixels that are gathered at once. With 9 taps and 64 channels, their patches fit into a second-level
 * cache.
 */
export const pixelsAtOnce = 64;

/**
 * Writes the patches of the grid's pixels from `from` up to but not including `to` to `into`, `[pixels, taps,
 * channels]`. The pixels are counted over all images.
 */
export function gatherPatches(source: PixelStack, grid: PatchGrid, from: number, to: number, into: Float64Array): void {
  const { values, height, width, channels } = source;
  const { rows, columns, step, taps } = grid;
  let at = 0;
  for (let pixel = from; pixel < to; pixel += 1) {
    const column = pixel % columns;
    const line = (pixel - column) / columns;
    const row = line % rows;
    const image = (line - row) / rows;
    for (const tap of taps) {
      const y = row * step + tap.y;
      const x = column * step + tap.x;
      if (y < 0 || y >= height || x < 0 || x >= width) {
        into.fill(0, at, at + channels);
        at += channels;
        continue;
      }
      const start = ((image * height + y) * width + x) * channels;
      for (let channel = 0; channel < channels; channel += 1, at += 1) into[at] = values[start + channel]!;
    }
  }
}
