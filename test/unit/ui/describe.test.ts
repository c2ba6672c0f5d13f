import { describe, expect, it } from "vitest";
import { starterModelId } from "../../../src/domain/training/starter-model.ts";
import { describePredictor } from "../../../src/ui/cell/describe-predictor.ts";
import { describeIntervals } from "../../../src/ui/figures/describe-evaluation.ts";
import { formatMoment } from "../../../src/ui/format/format-date.ts";
import { describeIntake } from "../../../src/ui/intake/describe-intake.ts";
import { describeRun, describeRunFacts } from "../../../src/ui/runs/describe-run.ts";
import { adapterName } from "../../../src/ui/top-bar/adapter-name.ts";
import { describePhase } from "../../../src/ui/training/describe-phase.ts";
import { makeEvaluation } from "../../browser/ui/fakes/fake-evaluation.ts";
import { makeModel, makeRun } from "../../browser/ui/fakes/fake-run.ts";

describe("describePredictor", () => {
  const model = makeModel();

  it("names the network, how long it was trained and when", () => {
    expect(describePredictor({ modelId: model.id }, model, false)).toBe(
      `Model: Tiny residual network, 10 epochs, trained ${formatMoment(model.createdAt)}.`,
    );
  });

  it("says when the probabilities do not come from the present model", () => {
    const old = "These come from an earlier model or from earlier cells: predict again.";
    expect(describePredictor({ modelId: "run-0" }, model, false)).toBe(old);
    expect(describePredictor({ modelId: model.id }, model, true)).toBe(old);
    expect(describePredictor({ modelId: model.id }, null, false)).toBe(old);
  });

  it("names the starter model, whether or not the user has trained a model", () => {
    const name = "Starter model, trained on synthetic cells.";
    expect(describePredictor({ modelId: starterModelId }, null, false)).toBe(
      `${name} A model that you train takes its place.`,
    );
    expect(describePredictor({ modelId: starterModelId }, model, true)).toBe(
      `${name} Predict again to use your own model.`,
    );
  });
});

describe("describeIntervals", () => {
  const report = makeEvaluation();

  it("says what the ranges hold, and how many tiles they come from", () => {
    expect(describeIntervals(report)).toMatch(/^Ranges hold the middle 95 % of 500 bootstrap resamples of the /);
  });

  it("says that there are no intervals when no figure has one", () => {
    const alone = <T extends { value: number } | null>(figure: T) =>
      figure === null ? null : { ...figure, interval: null };
    const classes = report.classes.map((figures) => ({
      ...figures,
      averagePrecision: alone(figures.averagePrecision),
      rocAuc: alone(figures.rocAuc),
      f1: alone(figures.f1),
    }));
    expect(describeIntervals({ ...report, classes, meanAveragePrecision: alone(report.meanAveragePrecision) })).toBe(
      "No intervals: every class has its validation cells from a single tile.",
    );
  });
});

describe("describeRun and describeRunFacts", () => {
  it("use the singular for one epoch and one tile", () => {
    const run = makeRun("finished", 1);
    expect(describeRun({ ...run, trainingTiles: ["a"] })).toBe(
      "Finished after 1 epoch; 1 tile for training, 1 for validation.",
    );
  });

  it("say that a self-training run stopped before its last training, when it has no epochs", () => {
    const run = makeRun("stopped", 0);
    const options = { ...run.options, objective: "self-training" as const };
    expect(describeRun(run)).toBe("Stopped before the first epoch was done. What was learned is kept.");
    expect(describeRun({ ...run, options })).toBe(
      "Stopped before the last training's first epoch was done. What was learned is kept.",
    );
  });

  it("name the network, the start and the time of training", () => {
    expect(describeRunFacts(makeRun("finished", 10))).toMatch(
      /^ResNet-18, started Jan 5, 2026, .*, 2 min of training\.$/,
    );
    expect(describeRunFacts(makeRun("failed", 0))).toMatch(/^ResNet-18, started Jan 5, 2026, \d\d:\d\d\.$/);
  });
});

describe("describeIntake", () => {
  it("gives the number of files or tiles when it is known", () => {
    const intake = { kind: "files", done: 0, of: 0, startedAt: 0 } as const;
    expect(describeIntake(intake)).toBe("Looking through the files …");
    expect(describeIntake({ ...intake, done: 12_000 })).toBe("Looking through 12,000 files …");
    expect(describeIntake({ ...intake, kind: "samples", done: 1, of: 8 })).toBe("Making sample tiles, 1 of 8 …");
  });
});

describe("adapterName", () => {
  it.each([
    ["NVIDIA Ampere", "NVIDIA Ampere"],
    ["", ""],
    ["ANGLE (NVIDIA, NVIDIA GeForce RTX 3080 (0x00002206) Direct3D11 vs_5_0 ps_5_0, D3D11)", "NVIDIA GeForce RTX 3080"],
    ["ANGLE (Apple, ANGLE Metal Renderer: Apple M1 Pro, Unspecified Version)", "Apple M1 Pro"],
    ["ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)", "Mesa Intel(R) UHD Graphics 620 (KBL GT2)"],
    [
      "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)",
      "SwiftShader Device (Subzero)",
    ],
  ])("%s", (adapter, name) => {
    expect(adapterName(adapter)).toBe(name);
  });
});

describe("describePhase", () => {
  const progress = { epoch: 3, epochs: 10, step: 5, steps: 90, loss: 0.2, cellsPerSecond: 20, secondsLeft: 60 };
  const phase = { kind: "fold", fold: 2, folds: 3, round: 1, rounds: 1, step: 5, steps: 30 } as const;

  it.each([
    [progress, "Epoch 3 of 10"],
    [{ ...progress, phase }, "Fold 2 of 3, epoch 3 of 10"],
    [{ ...progress, phase: { ...phase, rounds: 2 } }, "Round 1 of 2, fold 2 of 3, epoch 3 of 10"],
    [{ ...progress, phase: { ...phase, kind: "final" as const } }, "Last training, epoch 3 of 10"],
  ])("says which training of a run is running: %#", (shown, text) => {
    expect(describePhase(shown)).toBe(text);
  });
});
