import type { Samples } from "../../domain/tile/tile.ts";

/** One colour inside an array that may hold others too: sample i, row-major, is `data[offset + i * stride]`. */
export interface StridedSamples {
  readonly data: Samples;
  readonly offset: number;
  readonly stride: number;
}

/** An image file's pixels as its decoder gives them, before one channel is picked. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 8 | 16;
  /** One entry for gray, three for red, green, blue; alpha is left out. `[height, width]` each, 0..255 or 0..65535. */
  readonly colours: readonly StridedSamples[];
  /** Whether the format keeps samples exactly; JPEG and WebP may smear one colour into the others. */
  readonly exact: boolean;
}
