/** Positions in tile px, x right and y down, one after the other; fractions are parts of a pixel, (0, 0) its corner. */
export type Polyline = readonly (readonly [x: number, y: number])[];

/** One correction by hand, as the page asks for it. */
export type CellEdit =
  | { readonly kind: "delete"; readonly cells: readonly number[] }
  /** Two cells or more that touch become one, which keeps the lowest number. */
  | { readonly kind: "merge"; readonly cells: readonly number[] }
  /** Along a line from edge to edge. null takes the cell that the line runs through for longest. */
  | { readonly kind: "split"; readonly cell: number | null; readonly line: Polyline }
  /** A new cell inside a closed outline: the last point joins the first. */
  | { readonly kind: "draw"; readonly outline: Polyline; readonly overNeighbours: boolean }
  /** What lies within `radius` px of the stroke joins the cell. */
  | {
      readonly kind: "paint";
      readonly cell: number;
      readonly stroke: Polyline;
      readonly radius: number;
      readonly overNeighbours: boolean;
    }
  /** What lies within `radius` px of the stroke leaves the cell. */
  | { readonly kind: "erase"; readonly cell: number; readonly stroke: Polyline; readonly radius: number }
  | { readonly kind: "fill-holes"; readonly cells: readonly number[] };

/** An edit that was not made, and why: one or two short sentences for the user. */
export interface Refusal {
  readonly refused: string;
}
