import type { LearningState } from "../../state/stores/learning-store.ts";

/** Steps after which the time left can be estimated: the first is slow, but does not affect the median of three. */
const telling = 3;

/** Whether the time left of the running training or prediction can be estimated. */
export function isTimeKnown({ phase, stepsSeen, prediction }: LearningState): boolean {
  if (phase === "training") return stepsSeen >= telling;
  return phase === "predicting" && prediction !== null && prediction.done > 0;
}
