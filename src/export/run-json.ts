import type { TileMask } from "../domain/dataset/tile-mask.ts";
import type { ClassList, PredictionOptions, WeakLabel } from "../domain/localisation/localisation.ts";
import type { CropOptions } from "../domain/tile/crop-options.ts";
import type { SegmentationOptions } from "../domain/tile/segmentation-options.ts";
import type { ChannelName, TileStatus } from "../domain/tile/tile.ts";
import type { ModelManifest } from "../domain/training/model-manifest.ts";

/** What the account says about one tile. */
export interface RunTile {
  readonly id: string;
  readonly status: TileStatus;
  /** px. */
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 8 | 16 | null;
  readonly missingChannels: readonly ChannelName[];
  /** µm per px according to the file's metadata; null when it says nothing. */
  readonly pixelSize: number | null;
  readonly cells: number;
  /** How many of them were corrected by hand; settings alone do not reproduce these. */
  readonly correctedCells: number;
  /** Whether segmentation found the cells, or they were taken from a label map in a file. */
  readonly cellsFrom: "segmented" | "imported";
  /** The label map that was added for the tile, and how well the cells agree with it; null when there is none. */
  readonly mask: Pick<TileMask, "cells" | "nuclei" | "agreement"> | null;
  /** The diameter that segmentation used, px. */
  readonly nucleusDiameter: number | null;
  /** The diameter that was estimated from the blue channel, px. */
  readonly estimatedNucleusDiameter: number | null;
  /** The tile's own settings; null means that the tile uses the data set's settings. */
  readonly ownSegmentation: SegmentationOptions | null;
  /**
   * The settings that found its cells, with the diameter in px. They differ from the present ones if those were
   * changed.
   */
  readonly segmentedWith: SegmentationOptions | null;
  readonly croppedWith: CropOptions | null;
  /** Image-level labels as indices into the class list. */
  readonly weakLabel: WeakLabel | null;
  /** Id of the model that predicted its cells, or the name of the starter model; null when they are not predicted. */
  readonly predictedBy: string | null;
}

/** Everything that the results of a data set depend on, except its images. */
export interface RunAccount {
  /** ISO 8601. */
  readonly createdAt: string;
  /** Versions by the name of the software. */
  readonly versions: Readonly<Record<string, string>>;
  readonly classes: ClassList;
  /** µm per px that the user entered for all tiles; null means that each tile's file says it. */
  readonly pixelSize: number | null;
  /** The data set's settings. */
  readonly segmentation: SegmentationOptions;
  readonly crop: CropOptions;
  readonly prediction: PredictionOptions;
  readonly tiles: readonly RunTile[];
  /** The manifest of the model that predicts; null when there is none. */
  readonly model: ModelManifest | null;
}

/**
 * Writes `run.json`, which says how the exported results were made, to be published or kept with them. The model's
 * class list is left out when it is the same as the data set's.
 */
export function runJson({ model, ...account }: RunAccount): string {
  const { classes, ...manifest } = model ?? { classes: null };
  const sameClasses = JSON.stringify(classes) === JSON.stringify(account.classes);
  const summary = model === null ? null : { ...manifest, ...(sameClasses ? {} : { classes }) };
  return `${JSON.stringify({ format: "cytotope-run-1", ...account, model: summary }, null, 2)}\n`;
}
