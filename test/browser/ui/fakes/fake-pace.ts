/** The work at which a test can hold the fake workers, so that it sees them at work for as long as it needs. */
export type FakeWork =
  | "add files"
  | "sample files"
  | "view"
  | "correct"
  | "export"
  | "fetch weights"
  | "process"
  | "preview"
  | "backend"
  | "train"
  | "predict"
  | "explain"
  | "embed"
  | "map";

export interface FakePace {
  /** Waits `ms`, and longer while this work is held. The signal ends the hold. */
  readonly pause: (work: FakeWork, ms: number, signal?: AbortSignal) => Promise<void>;
  /** Holds this work after it has made this many further steps. */
  readonly hold: (work: FakeWork, steps?: number) => void;
  /** Lets the work go on. */
  readonly release: (work: FakeWork) => void;
}

export function fakePace(held: readonly FakeWork[]): FakePace {
  /** Number of steps that each held work may still make. */
  const left = new Map<FakeWork, number>(held.map((work) => [work, 0]));
  const waiting = new Map<FakeWork, (() => void)[]>();
  return {
    async pause(work, ms, signal) {
      await new Promise<void>((resolve) => setTimeout(resolve, ms));
      const steps = left.get(work);
      if (steps === undefined) return;
      if (steps > 0) {
        left.set(work, steps - 1);
        return;
      }
      if (signal?.aborted) return;
      await new Promise<void>((resolve) => {
        waiting.set(work, [...(waiting.get(work) ?? []), resolve]);
        signal?.addEventListener("abort", () => resolve());
      });
    },
    hold: (work, steps = 0) => {
      left.set(work, steps);
    },
    release(work) {
      left.delete(work);
      for (const goOn of waiting.get(work) ?? []) goOn();
      waiting.delete(work);
    },
  };
}
