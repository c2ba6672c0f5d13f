import { create } from "zustand";
import type { Problem } from "../../domain/errors.ts";
import { type ClassList, hpaClasses } from "../../domain/localisation/localisation.ts";
import { type CropOptions, defaultCropOptions } from "../../domain/tile/crop-options.ts";
import { defaultSegmentationOptions, type SegmentationOptions } from "../../domain/tile/segmentation-options.ts";
import type { ModelManifest } from "../../domain/training/model-manifest.ts";
import { emptyTileTable, type TileTable } from "./tile-table.ts";

/** What is known of the data set on the page: records and options, never pixels. */
export interface DatasetState extends TileTable {
  /** `loading` until the workers have answered what storage holds. */
  readonly loaded: "loading" | "ready" | "failed";
  /** Why the data set could not be read; null otherwise. */
  readonly loadProblem: Problem | null;
  /** Problems that belong to no tile's record: files, annotation tables, failed work. */
  readonly problems: readonly Problem[];
  readonly classes: ClassList;
  readonly segmentation: SegmentationOptions;
  readonly crop: CropOptions;
  /** µm a px, typed in for all tiles; null leaves it to their files. */
  readonly pixelSize: number | null;
  /** The model that predicts; null when there is none. */
  readonly model: ModelManifest | null;
}

export const emptyDataset: DatasetState = {
  ...emptyTileTable,
  loaded: "loading",
  loadProblem: null,
  problems: [],
  classes: hpaClasses,
  segmentation: defaultSegmentationOptions,
  crop: defaultCropOptions,
  pixelSize: null,
  model: null,
};

export const useDataset = create<DatasetState>()(() => emptyDataset);
