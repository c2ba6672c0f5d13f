import * as tf from "@tensorflow/tfjs-core";
import { throwIfCancelled } from "../../domain/cancel.ts";
import type { Backend } from "../backend/backend.ts";
import type { Architecture } from "../network/architecture.ts";
import type { Parameters } from "../network/parameters.ts";
import { randomStream } from "../random.ts";
import { canOpenGpuInference, type InferenceShape, openGpuInferenceNetwork } from "./gpu-inference-network.ts";
import { type InferenceNetwork, openFoldedNetwork } from "./inference-network.ts";
import type { StoredType } from "./inference-shaders.ts";

/** How a network predicts: with tfjs's fused convolutions ("fused"), or with our shaders in 32 or 16 bits. */
export type InferenceKind = "fused" | StoredType;

/** Largest accepted `logitError` compared with the fused network. */
const tolerances: Readonly<Record<InferenceKind, number>> = { fused: 0, f32: 1e-4, f16: 1e-2 };
/** 16 bits must be this many times as fast as the alternative. Otherwise the rounding is not worth it. */
const leastGain = 1.2;
/** Number of timed passes. The fastest one counts, because other work can only make a pass slower. */
const rounds = 3;

/** Earlier choices by architecture and shape. The speed depends on the adapter and the shapes, not on the weights. */
const choices = new WeakMap<Backend, Map<string, InferenceKind>>();

export function openInferenceKind(
  kind: InferenceKind,
  architecture: Architecture,
  parameters: Parameters,
  shape: InferenceShape,
): InferenceNetwork {
  if (kind === "fused") return openFoldedNetwork(architecture, parameters);
  return openGpuInferenceNetwork(architecture, parameters, kind, shape);
}

interface Trial {
  readonly logits: Float32Array;
  readonly milliseconds: number;
}

async function tryKind(network: InferenceNetwork, input: tf.Tensor4D, signal: AbortSignal): Promise<Trial> {
  let logits = new Float32Array(0);
  let milliseconds = Number.POSITIVE_INFINITY;
  // The first pass compiles the shaders.
  for (let round = 0; round <= rounds; round += 1) {
    throwIfCancelled(signal);
    const started = performance.now();
    const result = tf.tidy(() => network.infer(input).logits);
    logits = (await result.data<"float32">()) as Float32Array<ArrayBuffer>;
    result.dispose();
    if (round > 0) milliseconds = Math.min(milliseconds, performance.now() - started);
  }
  return { logits, milliseconds };
}

/**
 * The largest difference between `actual` and `expected`, divided by the largest absolute expected value, or by 1 if
 * that is smaller. Infinity if a value is not a number.
 */
export function logitError(actual: Float32Array, expected: Float32Array): number {
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  return expected.reduce((worst, value, index) => {
    const difference = Math.abs(value - (actual[index] ?? Number.NaN)) / scale;
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
  }, 0);
}

/**
 * Finds the fastest kind that gives the right logits for these weights, by running each kind on noise. Our shaders are
 * not chosen if their logits differ too much from those of the fused network. 16 bits are not chosen either if they are
 * not clearly faster.
 * @throws Cancelled
 */
export async function chooseInference(
  kinds: readonly InferenceKind[],
  architecture: Architecture,
  parameters: Parameters,
  shape: InferenceShape,
  signal: AbortSignal,
): Promise<InferenceKind> {
  const { batch, inputSize } = shape;
  const size = batch * inputSize * inputSize * architecture.channels;
  const noise = Float32Array.from({ length: size }, randomStream("inference"));
  const input = tf.tensor4d(noise, [batch, inputSize, inputSize, architecture.channels]);
  const trials = new Map<InferenceKind, Trial>();
  try {
    for (const kind of ["fused", ...kinds.filter((own) => own !== "fused")] as const) {
      const network = openInferenceKind(kind, architecture, parameters, shape);
      trials.set(kind, await tryKind(network, input, signal).finally(network.dispose));
    }
  } finally {
    input.dispose();
  }
  const { logits, milliseconds } = trials.get("fused")!;
  let chosen: InferenceKind = "fused";
  let shortest = milliseconds;
  for (const [kind, trial] of trials) {
    const cost = trial.milliseconds * (kind === "f16" ? leastGain : 1);
    if (cost < shortest && logitError(trial.logits, logits) <= tolerances[kind]) {
      chosen = kind;
      shortest = cost;
    }
  }
  return chosen;
}

/**
 * Opens the network that predicts. On a real GPU with WebGPU the kind is chosen by measurement, once for each shape.
 * Software adapters and other backends always use "fused"; on a software adapter a trial would take longer than it
 * saves.
 * @param parameters The caller disposes them, but not before the network.
 * @throws Cancelled
 */
export async function openInference(
  backend: Backend,
  architecture: Architecture,
  parameters: Parameters,
  shape: InferenceShape,
  signal: AbortSignal,
): Promise<InferenceNetwork> {
  const { kind, software } = backend.info;
  if (kind !== "webgpu" || software) return openFoldedNetwork(architecture, parameters);
  const own = (["f32", "f16"] as const).filter((type) => canOpenGpuInference(type, architecture, shape));
  const known = choices.get(backend) ?? new Map<string, InferenceKind>();
  choices.set(backend, known);
  const key = JSON.stringify([architecture, shape]);
  // An earlier choice was made with other weights, so the logits are compared with those of the fused network again.
  const before = known.get(key);
  const kinds = before === undefined ? own : own.filter((type) => type === before);
  const chosen =
    before === "fused" ? before : await backend.guard(chooseInference(kinds, architecture, parameters, shape, signal));
  if (before === undefined) known.set(key, chosen);
  return openInferenceKind(chosen, architecture, parameters, shape);
}
