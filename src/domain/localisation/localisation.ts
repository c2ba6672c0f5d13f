import type { TileId } from "../tile/tile.ts";

/**
 * The classes, which are compartments of a cell. A protein may be in several of them, so a cell
 * may have several classes.
 */
export interface ClassList {
  /** Names of the classes. The position of a name is the class index. */
  readonly names: readonly string[];
  /** Index of the class that means "no protein visible"; null when the list has no such class. */
  readonly negative: number | null;
}

/** The nineteen classes of the Human Protein Atlas single-cell challenge, in the challenge's order. */
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

/**
 * The image-level label of a tile: class indices, ascending, without repeats. It is weak, because it belongs to the
 * tile as a whole: not every cell shows every class.
 */
export type WeakLabel = readonly number[];

/**
 * The antibody or gene of a tile, as the annotation table names it. Tiles of the same antibody or gene look more
 * alike than others, so a model that was trained on one of them finds the next one easy. That is why they are held
 * back together.
 */
export interface ProteinGroup {
  readonly kind: "antibody" | "gene";
  readonly name: string;
}

/** The probabilities that a model predicts for the cells of one tile. */
export interface TilePredictions {
  readonly tileId: TileId;
  /** Id of the model that made them (`ModelManifest.id`). */
  readonly modelId: string;
  /** Cell numbers, ascending. */
  readonly numbers: readonly number[];
  /** `[numbers.length, classes]`, row-major, 0..1. Rows are in the order of `numbers`. */
  readonly probabilities: Float32Array;
}

/** The options of prediction. */
export interface PredictionOptions {
  /**
   * True averages the predictions for the crop, its two mirror images and its half turn. That is four times the
   * work and a little more accurate.
   */
  readonly testTimeFlips: boolean;
  /** The probabilities of a cell that the tile's border cuts are multiplied by this, 0..1. 1 changes nothing. */
  readonly borderWeight: number;
}

export const defaultPredictionOptions: PredictionOptions = { testTimeFlips: false, borderWeight: 0.7 };
