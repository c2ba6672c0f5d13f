import type { LearningState } from "../../state/stores/learning-store.ts";

/** Steps after which the time left means something: the first is slow, the median of three is not moved by it. */
const telling = 3;

/** Whether the time left of the training or prediction under way can be told. */
export function isTimeKnown({ phase, stepsSeen, prediction }: LearningState): boolean {
  if (phase === "training") return stepsSeen >= telling;
  return phase === "predicting" && prediction !== null && prediction.done > 0;
}
