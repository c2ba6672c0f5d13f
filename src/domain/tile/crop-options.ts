/**
 * How a cell becomes the network's input. Training and prediction use the same crops: this record is written into
 * every model's manifest, and a model is refused crops that were made with another one.
 */
export interface CropOptions {
  /** Side of the stored square crop in px. */
  readonly size: number;
  /** Margin around the cell's box as a share of its longer side, 0..1. */
  readonly margin: number;
  /** `keep` shows the neighbours in the window, `mask` blackens all that is not this cell. */
  readonly neighbours: "keep" | "mask";
  /**
   * How a sample becomes 8 bits. `square-root`: 255 * sqrt(sample / fullScale), fullScale 255 or 65535 by the file's depth.
   * It never looks at the tile's own brightest pixel, so that a dim protein stays dim: `Negative` is learnable, and the
   * root spends the 8 bits where fluorescence is, in the dark.
   */
  readonly encoding: "square-root";
}

export const defaultCropOptions: CropOptions = {
  size: 224,
  margin: 0.1,
  neighbours: "keep",
  encoding: "square-root",
};

/** How a sample becomes the network's input: encoded as above, then divided by 255; no mean is taken off. Part of a manifest. */
export const inputNormalisation = "255 * sqrt(sample / full scale), rounded, / 255";

/** Whether crops made with `a` can stand in for crops made with `b`. */
export function sameCrops(a: CropOptions, b: CropOptions): boolean {
  return a.size === b.size && a.margin === b.margin && a.neighbours === b.neighbours && a.encoding === b.encoding;
}

/**
 * Stands for the picture of a whole tile where a cell's number is asked for: cells count from 1 on. It is made as crops are, of
 * the square about the tile, so that a network takes it for one more crop.
 */
export const tilePictureNumber = 0;

/** Reads stored crops; implemented by the crop store and, in tests and experiments, by an array in memory. */
export interface CropSource {
  /** Crops `[numbers.length, size, size, 4]`, row-major, channels red green blue yellow, 0..255, in the order asked for. */
  readonly read: (tileId: string, numbers: readonly number[]) => Promise<Uint8Array>;
  readonly size: number;
}
