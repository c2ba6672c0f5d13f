import type { RankedClass } from "../localisation/top-classes.ts";
import type { Picture } from "../tile/picture.ts";
import type { TileId } from "../tile/tile.ts";
import type { CellReference } from "./cell.ts";

/** Where in its crop the network sees a class. */
export interface CellExplanation {
  /** A heat map to lay over the crop, of the crop's size: more opaque and brighter where more speaks for the class. */
  readonly heat: Picture;
  /** What the strongest place adds to the class's logit; 0 when nothing in the crop speaks for it. */
  readonly peak: number;
}

/** A cell that the network sees alike. */
export interface Neighbour extends CellReference {
  /** Cosine of the angle between the two cells' features, -1..1; 1 is alike. */
  readonly similarity: number;
  /** Its likeliest class; null when it has no probabilities. */
  readonly top: RankedClass | null;
}

export interface NeighbourSearch {
  /** Most alike first. */
  readonly neighbours: readonly Neighbour[];
  /** Cells it was held against, and cells there are: some may have no features yet. */
  readonly compared: number;
  readonly cells: number;
}

/**
 * How a prediction disagrees with its tile's label. `unexpected`: the cell shows a class that its tile does not have.
 * `missing`: no cell of the tile shows a class that the tile has; the cell is the one that comes nearest.
 */
export type DisagreementKind = "unexpected" | "missing";

export interface Disagreement extends CellReference {
  readonly kind: DisagreementKind;
  readonly classIndex: number;
  /** Of that class for that cell, 0..1. */
  readonly probability: number;
  /** What the list is sorted by, 0..1. */
  readonly score: number;
}

export interface ReviewList {
  /** The largest score first. */
  readonly entries: readonly Disagreement[];
  /** Disagreements there are; the list holds the foremost of them. */
  readonly of: number;
  /** Tiles that have both labels and probabilities. */
  readonly tiles: number;
  /** Of those, tiles whose probabilities come from an earlier model than the newest. */
  readonly outdated: number;
}

/** Cells laid out in a plane so that those with like features lie together. Struct of arrays, one entry a cell. */
export interface EmbeddingMap {
  readonly tiles: readonly TileId[];
  /** `[cells]`, index into `tiles`. */
  readonly tileOf: Uint32Array<ArrayBuffer>;
  /** `[cells]`, cell numbers. */
  readonly numbers: Uint32Array<ArrayBuffer>;
  /** `[cells, 2]`, x and y, 0..1; the unit means nothing, nor do the axes. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** `[cells]`, class index, -1 for a cell without probabilities. */
  readonly topClass: Int16Array<ArrayBuffer>;
  /** Cells with features; the map shows a random choice where there are more than it holds. */
  readonly of: number;
}

/** How far a map has come: `read`, `compare` (all with all) and `arrange` follow each other, each 0..1. */
export interface MapProgress {
  readonly stage: "read" | "compare" | "arrange";
  readonly share: number;
}
