import type { Problem } from "../errors.ts";
import type { ClassList } from "../localisation/localisation.ts";
import type { CropOptions } from "../tile/crop-options.ts";
import type { SegmentationOptions } from "../tile/segmentation-options.ts";
import type { RunList } from "../training/run-list.ts";
import type { TrainingRun } from "../training/training-run.ts";
import type { TileRecord } from "./tile-record.ts";

/** The data set as it is in storage. A page that was just opened restores its former state from it. */
export interface DatasetSnapshot extends RunList {
  readonly tiles: readonly TileRecord[];
  /** Problems that are still open. */
  readonly problems: readonly Problem[];
  readonly classes: ClassList;
  /** Segmentation options of all tiles that have none of their own. */
  readonly segmentation: SegmentationOptions;
  readonly crop: CropOptions;
  /** Width of a pixel in µm, typed in for all tiles. Null means that each tile uses the pixel size in its files. */
  readonly pixelSize: number | null;
  /** The newest run of this browser, whatever its status; null when nothing was trained yet. */
  readonly run: TrainingRun | null;
}

/** The options that the user sets for the whole data set. */
export type DatasetOptions = Pick<DatasetSnapshot, "segmentation" | "crop" | "pixelSize">;
