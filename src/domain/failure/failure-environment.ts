import { commit, version } from "../software-versions.ts";
import type { BackendInfo } from "../training/backend-info.ts";

/** What a failure may depend on besides the data: the page, the GPU and the browser. */
export interface FailureEnvironment {
  readonly version: string;
  readonly commit: string;
  /** null where no GPU was opened (yet). */
  readonly gpu: Pick<BackendInfo, "kind" | "adapter" | "software"> | null;
  readonly browser: {
    readonly userAgent: string;
    readonly cores: number;
    /** GiB as the browser tells it, rounded and capped; null when it does not. */
    readonly memory: number | null;
  };
}

interface TellingNavigator {
  readonly userAgent?: string;
  readonly hardwareConcurrency?: number;
  readonly deviceMemory?: number;
}

/** This thread's environment. */
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
