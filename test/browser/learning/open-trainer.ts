import { defaultTrainingOptions, type TrainingOptions } from "../../../src/domain/training/training-options.ts";
import type { Backend } from "../../../src/learning/backend/backend.ts";
import { openBatchSource } from "../../../src/learning/batches/open-batch-source.ts";
import { type Architecture, parameterTable } from "../../../src/learning/network/architecture.ts";
import type { Trainer } from "../../../src/learning/training/trainer.ts";
import { inheritObjective } from "../../../src/learning/weak-labels/objective.ts";
import { sampleCells } from "../../unit/learning/sample-crops.ts";

const architecture: Architecture = {
  stem: { kernel: 3, stride: 2, maxPool: false },
  block: "basic",
  width: 8,
  stages: [1, 1],
  channels: 4,
  classes: 4,
};

/** A trainer of a small network on 24 sample crops, with mild changes. */
export function openTrainer(backend: Backend, changes: Partial<TrainingOptions> = {}, size = 16): Trainer {
  const { cells, crops } = sampleCells(6, 4, size);
  return {
    architecture,
    table: parameterTable(architecture),
    objective: inheritObjective({ gamma: 0, smoothing: 0.05, positiveWeights: [1, 1, 1, 1] }),
    options: { ...defaultTrainingOptions, batchSize: 16, microBatchSize: 4, learningRate: 1e-2, ...changes },
    source: openBatchSource(backend, crops, size, { gpu: 1e6, processor: 1e6 }),
    examples: cells.map((cell) => ({
      ...cell,
      targets: Float32Array.from({ length: 4 }, (_, index) => (cell.labels.includes(index) ? 1 : 0)),
    })),
    bags: null,
    backend,
  };
}
