import { describe, expect, it } from "vitest";
import { type JourneyFacts, journeyStates } from "../../../../src/state/derive/journey.ts";

const counts = { all: 4, ready: 4, waiting: 0, failed: 0, cells: 80, learnable: 3 };
const facts: JourneyFacts = {
  counts,
  adding: false,
  batch: null,
  phase: "idle",
  hasModel: false,
  hasPredictions: false,
  predictionStale: false,
};
const batch = { total: 4, done: 1, startedAt: 0 };

/** Returns the four states as one word each, so that a row of the table reads like the bar on the page. */
const row = (change: Partial<JourneyFacts>) => Object.values(journeyStates({ ...facts, ...change })).join(" ");

describe("journeyStates", () => {
  it.each<[string, Partial<JourneyFacts>, string]>([
    ["no tile is ready", { counts: { ...counts, ready: 0 } }, "next later later later"],
    ["tiles are being segmented", { batch }, "running later later later"],
    ["cells, but no model", {}, "done next later later"],
    ["training", { phase: "training" }, "done running later later"],
    ["stopping a training", { phase: "stopping" }, "done running later later"],
    ["a model, no predictions", { hasModel: true }, "done done next later"],
    ["predicting", { hasModel: true, phase: "predicting" }, "done done running later"],
    ["everything is done", { hasModel: true, hasPredictions: true }, "done done done next"],
    ["tiles came later", { hasModel: true, hasPredictions: true, predictionStale: true }, "done done next later"],
    ["more tiles are being made", { adding: true }, "running later later later"],
    ["more tiles are being segmented", { hasModel: true, hasPredictions: true, batch }, "running done done later"],
  ])("%s", (_, change, expected) => {
    expect(row(change)).toBe(expected);
  });
});
