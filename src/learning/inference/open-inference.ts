import * as tf from "@tensorflow/tfjs-core";
import type { Backend } from "../backend/backend.ts";
import type { Architecture } from "../network/architecture.ts";
import type { Parameters } from "../network/parameters.ts";
import { randomStream } from "../random.ts";
import { canOpenGpuInference, type InferenceShape, openGpuInferenceNetwork } from "./gpu-inference-network.ts";
import { type InferenceNetwork, openFoldedNetwork } from "./inference-network.ts";
import type { StoredType } from "./inference-shaders.ts";

/** How a network that only predicts is run: by tfjs's fused convolutions, or by own shaders with numbers of 32 or 16 bits. */
export type InferenceKind = "fused" | StoredType;

/** How far logits may be from the fused network's, as a share of the largest, or of 1 where that is smaller. */
const tolerances: Readonly<Record<InferenceKind, number>> = { fused: 0, f32: 1e-4, f16: 1e-2 };
/** Rounding to 16 bits must be worth it. */
const leastGain = 1.2;
/** The quickest of these counts: other work makes a pass slower, never quicker. */
const rounds = 3;

/** What was chosen before: it depends on the adapter and the shapes, not on the weights. */
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

async function tryKind(network: InferenceNetwork, input: tf.Tensor4D): Promise<Trial> {
  let logits = new Float32Array(0);
  let milliseconds = Number.POSITIVE_INFINITY;
  // The first pass compiles the shaders.
  for (let round = 0; round <= rounds; round += 1) {
    const started = performance.now();
    const result = tf.tidy(() => network.infer(input).logits);
    logits = (await result.data<"float32">()) as Float32Array<ArrayBuffer>;
    result.dispose();
    if (round > 0) milliseconds = Math.min(milliseconds, performance.now() - started);
  }
  return { logits, milliseconds };
}

/** Largest difference, as a share of the largest expected value or of 1. */
export function logitError(actual: Float32Array, expected: Float32Array): number {
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  return expected.reduce((worst, value, index) => {
    const difference = Math.abs(value - (actual[index] ?? Number.NaN)) / scale;
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
  }, 0);
}

/**
 * The quickest way that gives the right logits for these weights, found by running each on noise. Own shaders are left out
 * where their logits are too far off; 16 bits also where they are not clearly quicker.
 */
export async function chooseInference(
  kinds: readonly InferenceKind[],
  architecture: Architecture,
  parameters: Parameters,
  shape: InferenceShape,
): Promise<InferenceKind> {
  const { batch, inputSize } = shape;
  const size = batch * inputSize * inputSize * architecture.channels;
  const noise = Float32Array.from({ length: size }, randomStream("inference"));
  const input = tf.tensor4d(noise, [batch, inputSize, inputSize, architecture.channels]);
  const trials = new Map<InferenceKind, Trial>();
  try {
    for (const kind of ["fused", ...kinds.filter((own) => own !== "fused")] as const) {
      const network = openInferenceKind(kind, architecture, parameters, shape);
      trials.set(kind, await tryKind(network, input).finally(network.dispose));
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
 * Opens the network that predicts. On a real GPU through WebGPU the way is chosen by measurement, once for each shape; on a
 * software adapter, where trying takes longer than it saves, and on other backends it is tfjs's.
 * @param parameters stay the caller's, and in use until the network is disposed.
 */
export async function openInference(
  backend: Backend,
  architecture: Architecture,
  parameters: Parameters,
  shape: InferenceShape,
): Promise<InferenceNetwork> {
  const { kind, software } = backend.info;
  if (kind !== "webgpu" || software) return openFoldedNetwork(architecture, parameters);
  const own = (["f32", "f16"] as const).filter((type) => canOpenGpuInference(type, architecture, shape));
  const known = choices.get(backend) ?? new Map<string, InferenceKind>();
  choices.set(backend, known);
  const key = JSON.stringify([architecture, shape]);
  // Other weights may have other logits, so what was chosen is still checked against tfjs's.
  const before = known.get(key);
  const kinds = before === undefined ? own : own.filter((type) => type === before);
  const chosen =
    before === "fused" ? before : await backend.guard(chooseInference(kinds, architecture, parameters, shape));
  if (before === undefined) known.set(key, chosen);
  return openInferenceKind(chosen, architecture, parameters, shape);
}
