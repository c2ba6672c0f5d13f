import type { TileId } from "../tile/tile.ts";
import type { ModelManifest } from "../training/model-manifest.ts";

/** The features behind a network's logits, for cells of one tile: what the network makes of each cell before it names classes. */
export interface TileEmbeddings {
  readonly tileId: TileId;
  /** `modelKey` of the network that made them. */
  readonly model: string;
  /** Cell numbers, ascending. */
  readonly numbers: readonly number[];
  /** Features a cell. */
  readonly features: number;
  /** `[numbers.length, features]`, row-major, 0 or more (they come out of a rectifier). */
  readonly values: Float32Array;
}

/** How many of the ready tiles' cells have features of the newest model. */
export interface EmbeddingCoverage {
  readonly cells: number;
  readonly embedded: number;
}

/** Names one state of a model: a run that goes on keeps its id, and its network changes. */
export function modelKey({ id, epoch, createdAt }: Pick<ModelManifest, "id" | "epoch" | "createdAt">): string {
  return `${id} ${epoch} ${createdAt}`;
}
