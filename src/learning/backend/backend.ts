import * as tf from "@tensorflow/tfjs-core";
import { type Problem, problemError } from "../../domain/errors.ts";
import type { BackendInfo, KernelTrial } from "../../domain/training/backend-info.ts";
import { type OpenedKind, type OpenKind, openCpu, openWebgl, openWebgpu } from "./backend-kinds.ts";
import { chooseKernels } from "./choose-kernels.ts";
import { computesRightly } from "./self-check.ts";

/**
 * The backend that holds the tensors. tfjs has one active backend per thread, and opening a backend makes it active.
 * A GPU fails silently: an invalid pipeline returns zeros instead of throwing an exception, and a lost device never
 * answers. So this module opens the device, collects its error events and checks a small computation with a known
 * result before it trusts the device. Every wait for the GPU goes through `guard`.
 */
export interface Backend {
  readonly info: BackendInfo;
  /** The first GPU error that no code caught, or the loss of the device. null if the backend has not failed. */
  readonly failure: () => Problem | null;
  /** Waits for `work`. Rejects with `DeviceLost` as soon as the backend has failed. */
  readonly guard: <T>(work: Promise<T>) => Promise<T>;
  /** Frees the backend and all tensors on it. Open one backend at a time. */
  readonly close: () => void;
}

export type BackendKind = BackendInfo["kind"];

const kinds: readonly (readonly [BackendKind, OpenKind])[] = [
  ["webgpu", openWebgpu],
  ["webgl", openWebgl],
  ["cpu", openCpu],
];

/** Keeps the first failure and rejects every promise that waits in `guard`. */
function watchFailures() {
  let first: Problem | null = null;
  let closed = false;
  const waiting = new Set<(error: Error) => void>();
  return {
    report: (what: string) => {
      if (first !== null || closed) return;
      first = {
        tag: "DeviceLost",
        subject: "Graphics device",
        message: what.replaceAll("\n", " "),
        remedy: "Reload the page and resume; if it happens again, choose fewer cells on the GPU at once.",
      };
      for (const reject of waiting) reject(problemError(first));
    },
    failure: () => first,
    close: () => {
      closed = true;
    },
    guard: <T>(work: Promise<T>): Promise<T> => {
      if (first !== null) {
        // Whatever it comes to on a GPU that has failed: the caller is told of the GPU instead.
        work.catch(() => undefined);
        return Promise.reject(problemError(first));
      }
      return new Promise<T>((resolve, reject) => {
        waiting.add(reject);
        const settled = () => waiting.delete(reject);
        work.then(resolve, reject).finally(settled);
      });
    },
  };
}

/** Removes a kind from tfjs, which frees its tensors. Keeps the factory, so that the kind can be opened again. */
function retire(kind: BackendKind): void {
  const factory = tf.findBackendFactory(kind);
  if (factory === null || factory === undefined) return;
  tf.removeBackend(kind);
  if (kind !== "webgpu") tf.registerBackend(kind, factory);
}

async function tryKind(kind: BackendKind, openKind: OpenKind, reasons: readonly string[]): Promise<Backend> {
  const watch = watchFailures();
  let opened: OpenedKind | null = null;
  let kernels: readonly KernelTrial[] | null = null;
  let open = true;
  const close = () => {
    // A second call must not close a backend that was opened since the first call.
    if (!open) return;
    open = false;
    watch.close();
    retire(kind);
    opened?.release();
  };
  try {
    opened = await openKind(watch.report);
    if (!(await watch.guard(computesRightly()))) throw new Error("it computed a known result wrongly");
    if (kind === "webgpu") kernels = await watch.guard(chooseKernels(opened.adapter));
  } catch (error) {
    close();
    const failure = watch.failure();
    throw failure ? new Error(failure.message, { cause: error }) : error;
  }
  return {
    info: {
      kind,
      adapter: opened.adapter,
      software: opened.software,
      fallbackReason: reasons.length > 0 ? reasons.join(" ") : null,
      ...(kernels === null ? {} : { kernels }),
    },
    failure: watch.failure,
    guard: watch.guard,
    close,
  };
}

const titles: Readonly<Record<BackendKind, string>> = { webgpu: "WebGPU", webgl: "WebGL", cpu: "The processor" };

/**
 * Opens the best available backend: WebGPU, otherwise WebGL, otherwise the processor. `info.fallbackReason` says in
 * plain words why a better backend is not used.
 * @param prefer the kind that is tried first. Better kinds are not tried.
 * @throws DeviceLost if no kind works, not even the processor
 */
export async function openBackend(prefer: BackendKind = "webgpu"): Promise<Backend> {
  // Suppresses tfjs's messages to the console. Nothing else depends on it.
  tf.enableProdMode();
  const start = kinds.findIndex(([kind]) => kind === prefer);
  let last: unknown;
  const reasons: string[] = kinds.slice(0, start).map(([kind]) => `${titles[kind]} was not asked for.`);
  for (const [kind, open] of kinds.slice(start)) {
    try {
      return await tryKind(kind, open, reasons);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      last = error;
      reasons.push(`${titles[kind]} is not used: ${why.replace(/\.$/, "")}.`);
    }
  }
  throw problemError(
    {
      tag: "DeviceLost",
      subject: "Graphics device",
      message: reasons.join(" ").replaceAll("\n", " "),
      remedy: "Use a current Chrome, Edge, Firefox or Safari.",
    },
    { cause: last },
  );
}
