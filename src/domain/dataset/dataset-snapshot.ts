import type { Problem } from "../errors.ts";
import type { ClassList } from "../localisation/localisation.ts";
import type { CropOptions } from "../tile/crop-options.ts";
import type { SegmentationOptions } from "../tile/segmentation-options.ts";
import type { RunList } from "../training/run-list.ts";
import type { TrainingRun } from "../training/training-run.ts";
import type { TileRecord } from "./tile-record.ts";

/** The data set as it stands in storage: what a fresh page needs to look as it did before. */
export interface DatasetSnapshot extends RunList {
  readonly tiles: readonly TileRecord[];
  readonly problems: readonly Problem[];
  readonly classes: ClassList;
  readonly segmentation: SegmentationOptions;
  readonly crop: CropOptions;
  /** µm a px, typed in for all tiles; null leaves it to their files. */
  readonly pixelSize: number | null;
  /** The newest run of this browser, finished or not; null when nothing was trained yet. */
  readonly run: TrainingRun | null;
}

/** What the user sets for the data set. */
export type DatasetOptions = Pick<DatasetSnapshot, "segmentation" | "crop" | "pixelSize">;
