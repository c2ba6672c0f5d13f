import type { TileId } from "../tile/tile.ts";
import type { ModelManifest } from "../training/model-manifest.ts";

/** The features of a tile's cells: the values that a network computes from each crop and then turns into logits. */
export interface TileEmbeddings {
  readonly tileId: TileId;
  /** `modelKey` of the network that computed the features. */
  readonly model: string;
  /** Cell numbers, ascending. */
  readonly numbers: readonly number[];
  /** Number of features of each cell. */
  readonly features: number;
  /** `[numbers.length, features]`, row-major. Values are 0 or more, because they come out of a rectifier. */
  readonly values: Float32Array;
}

/** How many cells have features of the model that predicts. */
export interface EmbeddingCoverage {
  /** Cells of all ready tiles. */
  readonly cells: number;
  /** Those of them that have features. */
  readonly embedded: number;
}

/** Identifies one state of a model. Epoch and time are part of the key, so that two states under one id differ. */
export function modelKey({ id, epoch, createdAt }: Pick<ModelManifest, "id" | "epoch" | "createdAt">): string {
  return `${id} ${epoch} ${createdAt}`;
}
