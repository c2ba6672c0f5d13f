/** The values of a label image as they are in its file, not checked yet. */
export interface RawLabels {
  /** px. */
  readonly width: number;
  /** px. */
  readonly height: number;
  /** `[height, width]`, row-major, any numbers. */
  readonly values: Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array | Float32Array;
}
