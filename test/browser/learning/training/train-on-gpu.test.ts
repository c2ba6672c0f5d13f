import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cancelled } from "../../../../src/domain/cancel.ts";
import { problemFrom } from "../../../../src/domain/errors.ts";
import { defaultCropOptions } from "../../../../src/domain/tile/crop-options.ts";
import type { Checkpoint } from "../../../../src/domain/training/checkpoint.ts";
import { defaultTrainingOptions, type TrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { releaseFreeBuffers } from "../../../../src/learning/backend/release-free-buffers.ts";
import { classifyCells } from "../../../../src/pipeline/prediction/classify-cells.ts";
import { trainClassifier } from "../../../../src/pipeline/training/train-classifier.ts";
import { never } from "../../../never.ts";
import { sampleCells, sampleClasses } from "../../../unit/learning/sample-crops.ts";

const options: TrainingOptions = {
  ...defaultTrainingOptions,
  backbone: "tiny",
  epochs: 2,
  batchSize: 8,
  microBatchSize: 4,
  learningRate: 1e-2,
};

function requestAt(size: number, opened: Backend, changes: Partial<TrainingOptions> = {}) {
  const { cells, crops } = sampleCells(8, 2, size);
  return {
    cells,
    crops,
    cropOptions: { ...defaultCropOptions, size },
    classes: sampleClasses,
    options: { ...options, ...changes },
    backend: opened,
    resume: null as Checkpoint | null,
    runId: "run",
  };
}

const keepNothing = { saveCheckpoint: async () => undefined, signal: never };

describe("training on WebGPU", () => {
  // All tests share it, because a software GPU needs more time to compile its shaders than to run a training.
  let backend: Backend;
  beforeAll(async () => {
    backend = await openBackend();
  });
  afterAll(() => backend.close());

  it("keeps the number of tensors constant, learns, and predicts", async () => {
    const request = requestAt(16, backend);
    const counts: number[] = [];
    const before = tf.memory().numTensors;
    const { checkpoint } = await trainClassifier(request, {
      ...keepNothing,
      onStep: () => counts.push(tf.memory().numTensors),
    });
    expect(new Set(counts).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
    const [first, last] = checkpoint.progress.epochs;
    expect(last?.trainingLoss).toBeLessThan(first?.trainingLoss as number);
    expect(last?.stepSeconds).toBeGreaterThan(0);
    expect(last?.cellsPerSecond).toBeGreaterThan(0);
    const tile = { tileId: request.cells[0]?.tileId ?? ("" as never), cells: request.cells.slice(0, 2) };
    const prediction = { testTimeFlips: true, borderWeight: 0.7 };
    for await (const { probabilities } of classifyCells({
      ...request,
      model: checkpoint,
      tiles: [tile],
      options: prediction,
      signal: never,
    })) {
      expect(probabilities).toHaveLength(8);
      expect(probabilities.every((value) => value > 0 && value < 1)).toBe(true);
    }
    expect(backend.failure()).toBeNull();
  });

  it("resumes with the same curve as a run that was not stopped", async () => {
    const request = requestAt(16, backend);
    const run = async (resume: Checkpoint | null, stopAfter: number) => {
      const losses: number[] = [];
      const controller = new AbortController();
      const outcome = await trainClassifier(
        { ...request, resume },
        {
          saveCheckpoint: async () => undefined,
          onStep: ({ loss }) => {
            losses.push(loss);
            if (losses.length >= stopAfter) controller.abort(cancelled("Training"));
          },
          signal: controller.signal,
        },
      );
      return { losses, outcome };
    };
    const whole = await run(null, 99);
    const begun = await run(null, 3);
    const rest = await run(begun.outcome.checkpoint, 99);
    const curve = [...begun.losses, ...rest.losses];
    expect(curve).toHaveLength(whole.losses.length);
    const worst = Math.max(...whole.losses.map((loss, index) => Math.abs(curve[index]! - loss)));
    console.log(`largest loss difference after resume on WebGPU: ${worst.toExponential(1)}`);
    expect(worst).toBeLessThanOrEqual(1e-5);
  });

  it("resumes from a timed checkpoint in the middle of an epoch with the same curve as a run that went on", async () => {
    const saved: Checkpoint[] = [];
    const losses: number[] = [];
    const whole = await trainClassifier(requestAt(16, backend, { checkpointMinutes: 1e-9 }), {
      ...keepNothing,
      onStep: ({ loss }) => losses.push(loss),
      saveCheckpoint: async (checkpoint) => {
        saved.push(checkpoint);
      },
    });
    const middle = saved.find(({ progress }) => progress.batch === 1 && progress.epochs.length === 1) as Checkpoint;
    const rest: number[] = [];
    const resumed = await trainClassifier(
      { ...requestAt(16, backend), resume: middle },
      { ...keepNothing, onStep: ({ loss }) => rest.push(loss) },
    );
    const expected = losses.slice(middle.progress.step);
    expect(rest).toHaveLength(expected.length);
    const lossesOf = ({ checkpoint }: typeof whole) => {
      return checkpoint.progress.epochs.flatMap(({ trainingLoss, validationLoss }) => [
        trainingLoss,
        validationLoss ?? 0,
      ]);
    };
    const pairs = [...rest, ...lossesOf(resumed)].map((loss, i) => loss - [...expected, ...lossesOf(whole)][i]!);
    const worst = Math.max(...pairs.map(Math.abs));
    console.log(`largest loss difference after a timed checkpoint on WebGPU: ${worst.toExponential(1)}`);
    expect(worst).toBeLessThanOrEqual(1e-5);
  });

  it("names the micro-batch when the GPU cannot hold it", async () => {
    const { device } = tf.backend() as WebGPUBackend;
    // Otherwise this training would use the buffers of the earlier trainings again and ask for none.
    releaseFreeBuffers();
    const createBuffer = device.createBuffer.bind(device);
    // Chrome answers like this when the process cannot get the memory.
    device.createBuffer = (descriptor) => {
      if (descriptor.size > 8 * 16 * 16 * 4) throw new RangeError("createBuffer failed, size is too large");
      return createBuffer(descriptor);
    };
    const problem = await trainClassifier(requestAt(16, backend), keepNothing)
      .then(
        () => null,
        (error: unknown) => problemFrom(error, ""),
      )
      .finally(() => Object.assign(device, { createBuffer }));
    expect(problem?.tag).toBe("DeviceLost");
    expect(problem?.remedy).toBe(
      "Start a run with a smaller micro-batch than 4 cells on the GPU at once, or with a smaller backbone.",
    );
  });
});

describe("training on a WebGPU device that is lost", () => {
  let backend: Backend;
  beforeEach(async () => {
    backend = await openBackend();
  });
  afterEach(() => backend.close());

  it("ends with DeviceLost in the middle of an epoch and keeps the checkpoint of the one before", async () => {
    const saved: Checkpoint[] = [];
    const request = requestAt(16, backend);
    const { device } = tf.backend() as WebGPUBackend;
    const problem = await trainClassifier(request, {
      saveCheckpoint: async (checkpoint) => {
        saved.push(checkpoint);
      },
      onStep: ({ epoch }) => {
        if (epoch === 2) device.destroy();
      },
      signal: never,
    }).then(
      () => null,
      (error: unknown) => problemFrom(error, ""),
    );
    expect(problem?.tag).toBe("DeviceLost");
    expect(problem?.message).toMatch(/The last checkpoint is kept\.$/);
    expect(problem?.remedy).toMatch(/micro-batch than 4 cells/);
    expect(saved.map(({ manifest }) => manifest.epoch)).toEqual([0, 1]);

    backend.close();
    backend = await openBackend();
    const resume = saved.at(-1)!;
    const { status, checkpoint } = await trainClassifier({ ...request, backend, resume }, keepNothing);
    expect(status).toBe("finished");
    expect(checkpoint.manifest.epoch).toBe(2);
  });

  it("ends with DeviceLost on an uncaptured error", async () => {
    const { device } = tf.backend() as WebGPUBackend;
    const problem = await trainClassifier(requestAt(16, backend), {
      ...keepNothing,
      onStep: () => {
        device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.MAP_READ });
      },
    }).then(
      () => null,
      (error: unknown) => problemFrom(error, ""),
    );
    expect(problem?.tag).toBe("DeviceLost");
  });
});
