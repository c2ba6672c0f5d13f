/** Values of a label image as its file holds them: whole numbers from 0 on, of any size. */
export interface RawLabels {
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, row-major. */
  readonly values: Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array | Float32Array;
}
