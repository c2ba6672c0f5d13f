import { describe, expect, it } from "vitest";
import { defaultTrainingOptions } from "../../../src/domain/training/training-options.ts";
import type { StepProgress } from "../../../src/domain/training/training-progress.ts";
import { canResume, startTraining, stopTraining } from "../../../src/state/actions/train-model.ts";
import {
  adviseBackbone,
  sampleOptions,
  startingOptions,
  withBackbone,
  withBatchSize,
} from "../../../src/state/derive/advise-backbone.ts";
import { curveData } from "../../../src/state/derive/curve-data.ts";
import { useDataset } from "../../../src/state/stores/dataset-store.ts";
import { idleLearning, useLearning } from "../../../src/state/stores/learning-store.ts";
import { extendTrace, longestTrace, type TracePoint } from "../../../src/state/stores/loss-trace.ts";
import { provideServices } from "../../../src/state/stores/services.ts";
import { gpu, makeEpoch, makeModel, makeRun, softwareGpu } from "../../browser/ui/fakes/fake-run.ts";
import { fakeServices } from "../../browser/ui/fakes/fake-services.ts";

const step = (done: number, loss = 1): StepProgress => ({
  epoch: 1,
  epochs: 10,
  step: done,
  steps: 1000,
  loss,
  cellsPerSecond: 1,
  secondsLeft: 1,
});

describe("adviseBackbone", () => {
  it("suggests the tiny network without a real GPU", () => {
    expect(adviseBackbone(softwareGpu).preset).toBe("tiny");
    expect(adviseBackbone({ ...gpu, kind: "cpu" }).preset).toBe("tiny");
    expect(startingOptions(softwareGpu).backbone).toBe("tiny");
    expect(adviseBackbone(gpu).preset).toBe("resnet18");
  });

  it("sets the network's own learning rate, except when the user has set another one", () => {
    expect(startingOptions(softwareGpu)).toMatchObject({ backbone: "tiny", learningRate: 2e-2 });
    expect(sampleOptions(gpu)).toMatchObject({ backbone: "tiny", learningRate: 2e-2 });
    const back = withBackbone(startingOptions(softwareGpu), "resnet34");
    expect(back).toEqual({ ...defaultTrainingOptions, backbone: "resnet34", learningRate: 1e-3 });
    const own = withBackbone({ ...defaultTrainingOptions, learningRate: 2e-4 }, "tiny");
    expect(own).toMatchObject({ backbone: "tiny", learningRate: 2e-4 });
  });

  it("keeps the micro-batch size a divisor of the batch size", () => {
    for (const size of [1, 3, 4, 6, 8, 12, 32, 100]) {
      const { batchSize, microBatchSize } = withBatchSize({ ...defaultTrainingOptions, microBatchSize: 8 }, size);
      expect(batchSize).toBe(size);
      expect(size % microBatchSize).toBe(0);
      expect(withBatchSize({ ...defaultTrainingOptions, microBatchSize: 0 }, size).microBatchSize).toBe(0);
    }
    const { batchSize, microBatchSize } = sampleOptions(gpu);
    expect(batchSize % microBatchSize).toBe(0);
  });

  it("makes the sample training shorter on slow machines", () => {
    expect(sampleOptions(softwareGpu).epochs).toBeLessThan(sampleOptions(gpu).epochs);
    expect(sampleOptions(null).epochs).toBe(sampleOptions(softwareGpu).epochs);
  });
});

describe("extendTrace", () => {
  it("counts epochs with fractions, and leaves out losses that are not numbers", () => {
    const trace = extendTrace(extendTrace([], step(100, 0.5)), step(101, Number.NaN));
    expect(trace).toEqual([{ epoch: 1, loss: 0.5 }]);
  });

  it("drops every second point when it is full, and keeps the start", () => {
    let trace: readonly TracePoint[] = [];
    for (let done = 1; done <= 1000; done += 1) trace = extendTrace(trace, step(done));
    expect(trace.length).toBeLessThanOrEqual(longestTrace + 1);
    expect(trace[0]?.epoch).toBe(0.01);
    expect(trace[trace.length - 1]?.epoch).toBe(10);
  });

  it("spans the current training when a run has several", () => {
    const phase = { kind: "fold", fold: 1, folds: 2, round: 1, rounds: 1, step: 1, steps: 2 } as const;
    const shown = (done: number, steps: number) => ({
      ...step(done),
      epochs: 2,
      phase: { ...phase, step: done, steps },
    });
    const first = extendTrace(extendTrace([], shown(1, 2)), shown(2, 2));
    expect(first.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(extendTrace(first, shown(1, 4)).map(({ epoch }) => epoch)).toEqual([0.5]);
  });
});

describe("curveData", () => {
  it("puts steps and epochs on one axis", () => {
    const trace = [
      { epoch: 0.5, loss: 0.9 },
      { epoch: 1, loss: 0.8 },
      { epoch: 1.5, loss: 0.7 },
    ];
    const epochs = [makeEpoch(1, 4), { ...makeEpoch(2, 4), validationLoss: null, meanAveragePrecision: null }];
    const data = curveData(trace, epochs);
    expect(data.epochs).toEqual([0.5, 1, 1.5, 2]);
    expect(data.stepLoss).toEqual([0.9, 0.8, 0.7, null]);
    expect(data.trainingLoss).toEqual([null, epochs[0]?.trainingLoss, null, epochs[1]?.trainingLoss]);
    expect(data.meanAveragePrecision[3]).toBeNull();
  });
});

describe("canResume", () => {
  it("is true for runs that can go on", () => {
    expect(canResume(makeRun("stopped", 2), false)).toBe(true);
    expect(canResume(makeRun("running", 2), false)).toBe(true);
    expect(canResume(makeRun("failed", 2), false)).toBe(true);
    expect(canResume(makeRun("failed", 0), false)).toBe(false);
    expect(canResume(makeRun("finished", 10), false)).toBe(false);
    expect(canResume(makeRun("stopped", 2), true)).toBe(false);
    expect(canResume(null, false)).toBe(false);
    expect(canResume(makeRun("imported", 2), false)).toBe(false);
    expect(canResume({ ...makeRun("stopped", 2), checkpoints: { best: null, last: null } }, false)).toBe(false);
    const problem = { tag: "Diverged", subject: "Training", message: "It was NaN.", remedy: "Lower it." } as const;
    expect(canResume({ ...makeRun("failed", 2), problem }, false)).toBe(false);
    expect(canResume({ ...makeRun("failed", 2), problem: { ...problem, tag: "DeviceLost" } }, false)).toBe(true);
  });
});

describe("a second training that is stopped", () => {
  it("makes the probabilities of the first model out of date", async () => {
    provideServices(
      fakeServices({ snapshot: { tiles: [], model: { ...makeModel(), id: "run-2", epoch: 1 } }, pace: 5 }),
    );
    useDataset.setState({ model: makeModel() });
    useLearning.setState({ ...idleLearning, predictedBy: "run-1", predictionStale: false });
    const training = startTraining();
    await expect.poll(() => useLearning.getState().phase).toBe("training");
    await stopTraining();
    await training;
    expect(useLearning.getState().run?.status).toBe("stopped");
    expect(useDataset.getState().model?.id).toBe("run-2");
    expect(useLearning.getState().predictionStale).toBe(true);
  });

  it("does not predict when it is stopped while it stores its last checkpoint", async () => {
    const services = fakeServices({ backend: gpu });
    const train: typeof services.learning.train = async ({ options }, onRun, _onStep, _onEpoch, signal) => {
      onRun(makeRun("running", 1, options));
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return makeRun("finished", 1, options);
    };
    provideServices({ ...services, learning: { ...services.learning, train } });
    useLearning.setState(idleLearning, true);
    const training = startTraining();
    await expect.poll(() => useLearning.getState().run?.status).toBe("running");
    await stopTraining();
    await training;
    expect(useLearning.getState().run?.status).toBe("finished");
    expect(services.calls.filter((call) => call.startsWith("predict"))).toEqual([]);
  });
});
