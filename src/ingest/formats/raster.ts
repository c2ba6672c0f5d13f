import type { Samples } from "../../domain/tile/tile.ts";

/**
 * One colour inside an array that may hold several. Its sample i, in row-major order, is
 * `data[offset + i * stride]`.
 */
export interface StridedSamples {
  readonly data: Samples;
  readonly offset: number;
  readonly stride: number;
}

/** The pixels of an image file as its decoder gives them, before one channel is taken from them. */
export interface Raster {
  /** px. */
  readonly width: number;
  /** px. */
  readonly height: number;
  /** Bits a sample. */
  readonly bitDepth: 8 | 16;
  /**
   * One entry for gray, three for red, green and blue. Alpha is left out. Each is `[height,
   * width]`, 0..255 or 0..65535.
   */
  readonly colours: readonly StridedSamples[];
  /** True when the format stores samples exactly. JPEG and WebP may mix a little of one colour into the others. */
  readonly exact: boolean;
}
