import type { BackendInfo } from "../../domain/training/backend-info.ts";
import { automaticMicroBatch, divisorsOf } from "../../domain/training/micro-batch.ts";
import {
  type BackbonePreset,
  defaultLearningRates,
  defaultTrainingOptions,
  type TrainingOptions,
} from "../../domain/training/training-options.ts";

/** The network that suits the machine, and why. */
export interface BackboneAdvice {
  readonly preset: BackbonePreset;
  /** One sentence that gives the reason. */
  readonly reason: string;
}

/** Without a real GPU a step of ResNet-18 takes minutes. Then only the tiny network trains in reasonable time. */
export function isSlow(backend: BackendInfo | null): boolean {
  return backend !== null && (backend.software || backend.kind === "cpu");
}

export function adviseBackbone(backend: BackendInfo | null): BackboneAdvice {
  if (backend === null) return { preset: defaultTrainingOptions.backbone, reason: "Looking for a GPU." };
  if (isSlow(backend)) {
    return { preset: "tiny", reason: "No GPU is in use here: only the tiny network trains in reasonable time." };
  }
  if (backend.kind === "webgl") {
    return { preset: "resnet18", reason: "WebGL is slower than WebGPU: ResNet-18 is the largest network worth a try." };
  }
  return { preset: "resnet18", reason: "ResNet-18 suits most data sets; larger networks need more labelled tiles." };
}

/** Says in one sentence what to expect of `preset` on this machine. */
export function describeBackbone(preset: BackbonePreset, backend: BackendInfo | null): string {
  if (preset === "tiny") return "A small residual network: quick to try things out, limited accuracy.";
  if (isSlow(backend)) return "Without a GPU this may take days. Choose the tiny network to see results today.";
  if (preset === "resnet18") return "The usual choice: good accuracy at moderate memory and time.";
  if (preset === "resnet34") return "About twice the work of ResNet-18; worth it from some hundred labelled tiles on.";
  return "About three times the work of ResNet-18 and the most memory; for thousands of labelled tiles.";
}

/** Returns the default options with the network that suits this machine. */
export function startingOptions(backend: BackendInfo | null): TrainingOptions {
  return withBackbone(defaultTrainingOptions, adviseBackbone(backend).preset);
}

/** Options of the short run of "Try sample tiles". It shows every step, but not the accuracy of a long training. */
export function sampleOptions(backend: BackendInfo | null): TrainingOptions {
  const epochs = backend === null || isSlow(backend) ? 6 : 30;
  return { ...withBackbone(defaultTrainingOptions, "tiny"), epochs, batchSize: 16, microBatchSize: 16 };
}

/** Chooses another network. The learning rate changes with it unless the user has set another one. */
export function withBackbone(options: TrainingOptions, backbone: BackbonePreset): TrainingOptions {
  const untouched = options.learningRate === defaultLearningRates[options.backbone];
  return { ...options, backbone, learningRate: untouched ? defaultLearningRates[backbone] : options.learningRate };
}

/**
 * Changes the batch size. `microBatchSize` becomes the largest divisor of the batch size that is not larger than
 * before. An automatic micro-batch stays automatic.
 */
export function withBatchSize(options: TrainingOptions, batchSize: number): TrainingOptions {
  if (options.microBatchSize === automaticMicroBatch) return { ...options, batchSize };
  const fitting = divisorsOf(batchSize).filter((size) => size <= options.microBatchSize);
  const microBatchSize = Math.max(1, ...fitting);
  return { ...options, batchSize, microBatchSize };
}
