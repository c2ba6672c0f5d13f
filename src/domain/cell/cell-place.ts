/** Where a cell lies in its tile, in typical cell diameters of that tile: nearness then means the same at every scale. */
export interface CellPlace {
  readonly x: number;
  readonly y: number;
  /** The same in the picture of the whole tile (`tilePictureNumber`), 0..1; left out where the tile's size is not known. */
  readonly inPicture?: { readonly x: number; readonly y: number };
}
