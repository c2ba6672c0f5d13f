import { describe, expect, it } from "vitest";
import { chooseModel } from "../../../../src/domain/training/choose-model.ts";
import type { ModelChoice, TrainingRun } from "../../../../src/domain/training/training-run.ts";
import { makeCheckpoint, makeRun } from "../../../browser/ui/fakes/fake-run.ts";

/**
 * A run with two checkpoints: the best one after `best` epochs (0: there is none), and the last one after `last`
 * epochs (0: it has no weight update).
 */
function runOf(id: string, best: number, last: number): TrainingRun {
  const checkpoints = { best: best === 0 ? null : makeCheckpoint(id, best), last: makeCheckpoint(id, last) };
  return { ...makeRun("stopped", best), id, checkpoints };
}

const chosen = (runs: readonly TrainingRun[], choice: ModelChoice | null = null) => {
  const model = chooseModel(runs, choice);
  return model && [model.run.id, model.which, model.checkpoint.id];
};

describe("chooseModel", () => {
  const runs = [runOf("a", 2, 5), runOf("b", 3, 3), runOf("c", 0, 1)];

  it("takes the best checkpoint of the newest run that has finished an epoch", () => {
    expect(chosen(runs)).toEqual(["b", "best", "b-12"]);
  });

  it("takes a last checkpoint when no run has finished an epoch, but never an untrained one", () => {
    expect(chosen([runOf("c", 0, 1), runOf("d", 0, 0)])).toEqual(["c", "last", "c-4"]);
    expect(chosen([runOf("d", 0, 0)])).toBeNull();
    expect(chosen([])).toBeNull();
  });

  it("follows the user's choice as long as that run exists", () => {
    expect(chosen(runs, { run: "a", checkpoint: "best" })).toEqual(["a", "best", "a-8"]);
    expect(chosen(runs, { run: "a", checkpoint: "last" })).toEqual(["a", "last", "a-20"]);
    expect(chosen(runs, { run: "c", checkpoint: "best" })).toEqual(["c", "last", "c-4"]);
    expect(chosen(runs, { run: "gone", checkpoint: "last" })).toEqual(["b", "best", "b-12"]);
  });
});
