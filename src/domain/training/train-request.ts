import type { ClassList } from "../localisation/localisation.ts";
import type { TrainingOptions } from "./training-options.ts";

export interface TrainRequest {
  readonly options: TrainingOptions;
  readonly classes: ClassList;
  /** Goes on with this run from its last checkpoint instead of starting a new one; its own options count. */
  readonly resume: string | null;
}
