import type { RankedClass } from "../localisation/top-classes.ts";
import type { Picture } from "../tile/picture.ts";
import type { TileId } from "../tile/tile.ts";
import type { CellReference } from "./cell.ts";

/** Which parts of a cell's crop made the network predict a class (Grad-CAM). */
export interface CellExplanation {
  /**
   * A heat map to lay over the crop, of the crop's size. It is brighter and more opaque where
   * more supports the class.
   */
  readonly heat: Picture;
  /** How much the strongest place adds to the class's logit; 0 when nothing in the crop supports the class. */
  readonly peak: number;
}

/** A cell that looks similar to another one in the eyes of the network. */
export interface Neighbour extends CellReference {
  /** Cosine of the angle between the two cells' features, -1..1. 1 means that they look the same. */
  readonly similarity: number;
  /** The neighbour's most likely class; null when it has no probabilities. */
  readonly top: RankedClass | null;
}

/** The result of searching for the cells that are most similar to one cell. */
export interface NeighbourSearch {
  /** The most similar first. */
  readonly neighbours: readonly Neighbour[];
  /** Number of other cells that the cell was compared with: those that have features. */
  readonly compared: number;
  /** Number of other cells in all ready tiles. */
  readonly cells: number;
}

/**
 * How a prediction disagrees with the tile's label. `unexpected`: the cell is predicted to show a class that the
 * tile does not have. `missing`: no cell of the tile is predicted to show a class that the tile has. Then the entry
 * names the cell with the highest probability of that class.
 */
export type DisagreementKind = "unexpected" | "missing";

/** One cell whose prediction disagrees with its tile's label about one class. */
export interface Disagreement extends CellReference {
  readonly kind: DisagreementKind;
  readonly classIndex: number;
  /** The predicted probability of that class for that cell, 0..1. */
  readonly probability: number;
  /** How strong the disagreement is, 0..1. The list is sorted by it. */
  readonly score: number;
}

/** The strongest disagreements of the data set, for the user to look through. */
export interface ReviewList {
  /** The largest score first. */
  readonly entries: readonly Disagreement[];
  /** Number of disagreements found. `entries` holds only the strongest of them. */
  readonly of: number;
  /** Number of tiles that have both labels and probabilities. */
  readonly tiles: number;
  /** Number of those tiles whose probabilities come from another model than the one that predicts now. */
  readonly outdated: number;
}

/** A map of cells: a plane in which cells with similar features lie close together. It is a struct of arrays. */
export interface EmbeddingMap {
  readonly tiles: readonly TileId[];
  /** `[cells]`, index into `tiles`. */
  readonly tileOf: Uint32Array<ArrayBuffer>;
  /** `[cells]`, cell numbers. */
  readonly numbers: Uint32Array<ArrayBuffer>;
  /** `[cells, 2]`, x and y, 0..1. Neither the unit nor the axes have a meaning. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** `[cells]`, index of the most likely class; -1 for a cell without probabilities. */
  readonly topClass: Int16Array<ArrayBuffer>;
  /** Number of all cells with features. A map that cannot hold them all shows a random choice of them. */
  readonly of: number;
}

/**
 * Progress of making a map. The stages follow each other in this order; `compare` compares
 * every cell with every other.
 */
export interface MapProgress {
  readonly stage: "read" | "compare" | "arrange";
  /** Share of the stage that is done, 0..1. */
  readonly share: number;
}
