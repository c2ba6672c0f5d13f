import type { TileMask } from "../domain/dataset/tile-mask.ts";
import type { ClassList, PredictionOptions, WeakLabel } from "../domain/localisation/localisation.ts";
import type { CropOptions } from "../domain/tile/crop-options.ts";
import type { SegmentationOptions } from "../domain/tile/segmentation-options.ts";
import type { ChannelName, TileStatus } from "../domain/tile/tile.ts";
import type { ModelManifest } from "../domain/training/model-manifest.ts";

/** One tile's part of the account. */
export interface RunTile {
  readonly id: string;
  readonly status: TileStatus;
  /** px. */
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 8 | 16 | null;
  readonly missingChannels: readonly ChannelName[];
  /** µm a px by the file's metadata. */
  readonly pixelSize: number | null;
  readonly cells: number;
  /** How many of them were corrected by hand: no setting leads to those. */
  readonly correctedCells: number;
  /** Found here, or taken over from a label map that came as a file. */
  readonly cellsFrom: "segmented" | "imported";
  /** The label map that came for the tile, and how well the cells agree with it; null when none did. */
  readonly mask: Pick<TileMask, "cells" | "nuclei" | "agreement"> | null;
  /** px, that segmentation used. */
  readonly nucleusDiameter: number | null;
  /** px, as estimated from the blue channel. */
  readonly estimatedNucleusDiameter: number | null;
  /** Settings of the tile's own; null: it follows the data set's. */
  readonly ownSegmentation: SegmentationOptions | null;
  /** What its cells were found with, diameter in px: differs from the settings above when those were changed since. */
  readonly segmentedWith: SegmentationOptions | null;
  readonly croppedWith: CropOptions | null;
  /** Image-level labels as indices into the class list. */
  readonly weakLabel: WeakLabel | null;
  /** The id of the model whose probabilities its cells have, or the name of the starter model; null: not predicted. */
  readonly predictedBy: string | null;
}

/** All that the results of a data set follow from, beside its images. */
export interface RunAccount {
  /** ISO 8601. */
  readonly createdAt: string;
  /** By the name of the software. */
  readonly versions: Readonly<Record<string, string>>;
  readonly classes: ClassList;
  /** µm a px, typed in for all tiles; null: as their files say. */
  readonly pixelSize: number | null;
  /** The data set's settings. */
  readonly segmentation: SegmentationOptions;
  readonly crop: CropOptions;
  readonly prediction: PredictionOptions;
  readonly tiles: readonly RunTile[];
  /** The manifest of the model that predicts; null when none was trained. */
  readonly model: ModelManifest | null;
}

/**
 * `run.json`: how the exported results came about, to be published or kept with them. The model's class list is left out
 * where it is the data set's own.
 */
export function runJson({ model, ...account }: RunAccount): string {
  const { classes, ...manifest } = model ?? { classes: null };
  const sameClasses = JSON.stringify(classes) === JSON.stringify(account.classes);
  const summary = model === null ? null : { ...manifest, ...(sameClasses ? {} : { classes }) };
  return `${JSON.stringify({ format: "cytotope-run-1", ...account, model: summary }, null, 2)}\n`;
}
