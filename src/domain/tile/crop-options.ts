/**
 * How a crop is made: the square picture of one cell that is the network's input. Training and prediction
 * need the same crops. So these options are written into every model's manifest, and a model refuses
 * crops that were made with others.
 */
export interface CropOptions {
  /** Side of the stored square crop in px. */
  readonly size: number;
  /** Margin on each side of the cell's box, as a share of the box's longer side, 0..1. */
  readonly margin: number;
  /** `keep` shows the neighbours in the crop. `mask` blackens everything but the cell itself. */
  readonly neighbours: "keep" | "mask";
  /**
   * How a sample becomes 8 bits. `square-root` is 255 * sqrt(sample / fullScale), where fullScale is 255 or 65535
   * by the file's depth. It does not depend on the tile's brightest pixel, so a dim protein stays dim and
   * `Negative` can be learnt. The square root spends most of the 8 bits on dark samples, where fluorescence is.
   */
  readonly encoding: "square-root";
}

export const defaultCropOptions: CropOptions = {
  size: 224,
  margin: 0.1,
  neighbours: "keep",
  encoding: "square-root",
};

/**
 * How a sample becomes the network's input, as manifests describe it: it is encoded as above and divided by 255. No
 * mean is subtracted.
 */
export const inputNormalisation = "255 * sqrt(sample / full scale), rounded, / 255";

/** Whether crops made with `a` are the same as crops made with `b`. */
export function sameCrops(a: CropOptions, b: CropOptions): boolean {
  return a.size === b.size && a.margin === b.margin && a.neighbours === b.neighbours && a.encoding === b.encoding;
}

/**
 * The number that asks a `CropSource` for the picture of the whole tile instead of a cell's crop. It is free,
 * because cells are numbered from 1 on. The picture is made of the square around the tile in the same way as a
 * crop, so that the network can read both.
 */
export const tilePictureNumber = 0;

/** Reads stored crops. The crop store implements it; tests and experiments use an array in memory. */
export interface CropSource {
  /**
   * Reads the crops of some cells of one tile.
   * @param numbers cell numbers.
   * @returns `[numbers.length, size, size, 4]` in the order of `numbers`, row-major, channels red green blue
   * yellow, 0..255.
   */
  readonly read: (tileId: string, numbers: readonly number[]) => Promise<Uint8Array>;
  /** Side of the square crops in px. */
  readonly size: number;
}
