import { commit, version } from "../software-versions.ts";
import type { BackendInfo } from "../training/backend-info.ts";

/** The things besides the data that a failure may depend on: the page's version, the GPU and the browser. */
export interface FailureEnvironment {
  readonly version: string;
  readonly commit: string;
  /** null when the thread has not opened a GPU. */
  readonly gpu: Pick<BackendInfo, "kind" | "adapter" | "software"> | null;
  readonly browser: {
    readonly userAgent: string;
    readonly cores: number;
    /** GiB as the browser reports them, rounded and capped; null when it does not report them. */
    readonly memory: number | null;
  };
}

interface TellingNavigator {
  readonly userAgent?: string;
  readonly hardwareConcurrency?: number;
  readonly deviceMemory?: number;
}

/** The environment of this thread. */
export function readEnvironment(backend: BackendInfo | null): FailureEnvironment {
  const { userAgent, hardwareConcurrency, deviceMemory } =
    (globalThis as { navigator?: TellingNavigator }).navigator ?? {};
  return {
    version,
    commit,
    gpu: backend === null ? null : { kind: backend.kind, adapter: backend.adapter, software: backend.software },
    browser: { userAgent: userAgent ?? "", cores: hardwareConcurrency ?? 0, memory: deviceMemory ?? null },
  };
}
