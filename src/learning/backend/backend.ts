import * as tf from "@tensorflow/tfjs-core";
import { type Problem, problemError } from "../../domain/errors.ts";
import type { BackendInfo, KernelTrial } from "../../domain/training/backend-info.ts";
import { type OpenedKind, type OpenKind, openCpu, openWebgl, openWebgpu } from "./backend-kinds.ts";
import { chooseKernels } from "./choose-kernels.ts";
import { computesRightly } from "./self-check.ts";

/**
 * Where tensors live. tfjs has one active backend a thread; opening one makes it active. A GPU fails behind the program's back:
 * an invalid pipeline answers with zeros instead of an exception, a lost device answers never. So the device is opened here,
 * its error events are gathered, a small computation with a known result is run before anything is trusted, and every
 * wait for the GPU goes through `guard`.
 */
export interface Backend {
  readonly info: BackendInfo;
  /** The first error the GPU reported that no one caught, or the loss of the device; null while all is well. */
  readonly failure: () => Problem | null;
  /** Waits for `work`, or rejects with `DeviceLost` as soon as the backend has failed. */
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

/** Collects the first failure and passes it to all who wait. */
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

/** Takes a kind out of tfjs, which frees its tensors; its factory stays, so that it can be opened again. */
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
    // Closing twice must not close another one that was opened since.
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
 * Opens the best backend there is: WebGPU, else WebGL, else the processor. `info.fallbackReason` says in plain words why a
 * better one was passed over.
 * @param prefer starts the search there instead of at WebGPU.
 * @throws DeviceLost when not even the processor computes.
 */
export async function openBackend(prefer: BackendKind = "webgpu"): Promise<Backend> {
  // Silences tfjs's own remarks to the console; nothing else depends on it.
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
