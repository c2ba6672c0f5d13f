/**
 * The position of a cell in its tile. The unit is the diameter of a typical cell of that tile, so that distances
 * between cells mean the same at every scale.
 */
export interface CellPlace {
  readonly x: number;
  readonly y: number;
  /**
   * The position in the picture of the whole tile (`tilePictureNumber`), 0..1 each. Absent when the
   * tile's size is not known.
   */
  readonly inPicture?: { readonly x: number; readonly y: number };
}
