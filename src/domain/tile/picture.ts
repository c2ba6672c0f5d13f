/** A small picture ready for `ImageData`: `[height, width, 4]`, RGBA, 0..255. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}
