/**
 * The points of a line in px of the tile, in order. x grows to the right and y downwards. Whole numbers are the
 * corners of pixels: the centre of the first pixel is (0.5, 0.5).
 */
export type Polyline = readonly (readonly [x: number, y: number])[];

/**
 * One correction by hand, as the page requests it. `cell` and `cells` are cell numbers. `overNeighbours` says
 * whether the edit may take pixels from other cells; otherwise it takes background only.
 */
export type CellEdit =
  | { readonly kind: "delete"; readonly cells: readonly number[] }
  /** Merges two or more touching cells into one, which keeps the lowest number. */
  | { readonly kind: "merge"; readonly cells: readonly number[] }
  /** Splits a cell along a line from edge to edge. Null means the cell with the most pixels under the line. */
  | { readonly kind: "split"; readonly cell: number | null; readonly line: Polyline }
  /** Makes a new cell inside a closed outline, whose last point is joined to the first. */
  | { readonly kind: "draw"; readonly outline: Polyline; readonly overNeighbours: boolean }
  /** Adds the pixels within `radius` px of the stroke to the cell. */
  | {
      readonly kind: "paint";
      readonly cell: number;
      readonly stroke: Polyline;
      readonly radius: number;
      readonly overNeighbours: boolean;
    }
  /** Removes the pixels within `radius` px of the stroke from the cell. */
  | { readonly kind: "erase"; readonly cell: number; readonly stroke: Polyline; readonly radius: number }
  | { readonly kind: "fill-holes"; readonly cells: readonly number[] };

/** The answer to an edit that was not made. */
export interface Refusal {
  /** Why it was not made: one or two short sentences for the user. */
  readonly refused: string;
}
