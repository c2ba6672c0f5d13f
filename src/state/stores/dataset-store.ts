import { create } from "zustand";
import type { Problem } from "../../domain/errors.ts";
import { type ClassList, hpaClasses } from "../../domain/localisation/localisation.ts";
import { type CropOptions, defaultCropOptions } from "../../domain/tile/crop-options.ts";
import { defaultSegmentationOptions, type SegmentationOptions } from "../../domain/tile/segmentation-options.ts";
import type { ModelManifest } from "../../domain/training/model-manifest.ts";
import { emptyTileTable, type TileTable } from "./tile-table.ts";

/** What the page knows about the data set: records and options, never pixels. */
export interface DatasetState extends TileTable {
  /** `loading` until the dataset worker has read the storage. */
  readonly loaded: "loading" | "ready" | "failed";
  /** Why the data set could not be read; null otherwise. */
  readonly loadProblem: Problem | null;
  /** Problems that are in no tile's record: problems of files, of annotation tables and of failed work. */
  readonly problems: readonly Problem[];
  readonly classes: ClassList;
  readonly segmentation: SegmentationOptions;
  readonly crop: CropOptions;
  /** µm per px that the user typed in for all tiles; null means that each tile uses the pixel size of its file. */
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
