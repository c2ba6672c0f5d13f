import type { TileId } from "../tile/tile.ts";

/** The compartments that are told apart: order is the class index. Multi-label: a protein may be in several. */
export interface ClassList {
  readonly names: readonly string[];
  /** Index of the class that says "no protein to see", or null when the list has none. */
  readonly negative: number | null;
}

/** The nineteen classes of the Human Protein Atlas single-cell challenge, in its order. */
export const hpaClasses: ClassList = {
  names: [
    "Nucleoplasm",
    "Nuclear membrane",
    "Nucleoli",
    "Nucleoli fibrillar center",
    "Nuclear speckles",
    "Nuclear bodies",
    "Endoplasmic reticulum",
    "Golgi apparatus",
    "Intermediate filaments",
    "Actin filaments",
    "Microtubules",
    "Mitotic spindle",
    "Centrosome",
    "Plasma membrane",
    "Mitochondria",
    "Aggresome",
    "Cytosol",
    "Vesicles and punctate cytosolic patterns",
    "Negative",
  ],
  negative: 18,
};

/** A tile's image-level label: class indices, ascending, without repeats. Weak: not every cell shows every class. */
export type WeakLabel = readonly number[];

/**
 * Which protein a tile shows, as the table of labels names it. Tiles of one antibody (or gene) resemble each other more than
 * others do, so a model that has seen one of them has an easy time with the next.
 */
export interface ProteinGroup {
  readonly kind: "antibody" | "gene";
  readonly name: string;
}

/** What a model says of the cells of one tile. */
export interface TilePredictions {
  readonly tileId: TileId;
  readonly modelId: string;
  /** Cell numbers, ascending. */
  readonly numbers: readonly number[];
  /** `[numbers.length, classes]`, row-major, 0..1, in the order of `numbers`. */
  readonly probabilities: Float32Array;
}

/** How predictions are made. */
export interface PredictionOptions {
  /** Average over the crop, its two mirror images and its half turn: four times the work, a little more accurate. */
  readonly testTimeFlips: boolean;
  /** Confidence of a cell cut by the tile's border is multiplied by this, 0..1. 1 switches it off. */
  readonly borderWeight: number;
}

export const defaultPredictionOptions: PredictionOptions = { testTimeFlips: false, borderWeight: 0.7 };
