import type { LearningState } from "../stores/learning-store.ts";
import type { TileCounts } from "../stores/tile-table.ts";
import type { Batch } from "../stores/work-store.ts";

/** The four steps of the main job. */
export const journeySteps = ["segment", "train", "predict", "export"] as const;
export type JourneyStep = (typeof journeySteps)[number];

/** `next` is the step that waits for the user. At most one step is `next`. */
export type StepState = "done" | "running" | "next" | "later";

export interface JourneyFacts {
  readonly counts: TileCounts;
  /** True while files are being added or sample tiles are being made. */
  readonly adding: boolean;
  readonly batch: Batch | null;
  readonly phase: LearningState["phase"];
  readonly hasModel: boolean;
  readonly hasPredictions: boolean;
  readonly predictionStale: boolean;
}

/**
 * Finds the state of each step. It uses only the current facts and no memory, so a reloaded page comes to the same
 * result.
 */
export function journeyStates(facts: JourneyFacts): Readonly<Record<JourneyStep, StepState>> {
  const { counts, phase } = facts;
  const segmenting = facts.batch !== null || facts.adding;
  const training = phase === "starting" || phase === "training" || phase === "stopping";
  const predicting = phase === "predicting" || phase === "stopping-prediction";
  const predicted = facts.hasPredictions && !facts.predictionStale;
  const states: Record<JourneyStep, StepState> = {
    segment: segmenting ? "running" : counts.ready > 0 ? "done" : "later",
    train: training ? "running" : facts.hasModel ? "done" : "later",
    predict: predicting ? "running" : facts.hasModel && predicted ? "done" : "later",
    export: "later",
  };
  const busy = segmenting || training || predicting;
  if (busy) return states;
  if (states.segment === "later") states.segment = "next";
  else if (states.train === "later") states.train = "next";
  else if (states.predict === "later") states.predict = "next";
  else states.export = "next";
  return states;
}
