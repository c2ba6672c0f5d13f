import type { ClassList } from "../localisation/localisation.ts";
import type { TrainingOptions } from "./training-options.ts";

/** The user's request to start a new run or to resume one. */
export interface TrainRequest {
  /** Options of the new run. A resumed run ignores them and keeps its own. */
  readonly options: TrainingOptions;
  readonly classes: ClassList;
  /** Id of the run to resume from its last checkpoint; null starts a new run. */
  readonly resume: string | null;
}
