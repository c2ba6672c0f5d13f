import { create } from "zustand";
import type { ExportKind } from "../../domain/dataset/export-kind.ts";
import type { ProcessingStage } from "../../domain/tile/process-tile-request.ts";

/** Tiles in the imaging pool and the time they take. */
export interface Batch {
  /** Tiles asked for since the pool was last empty, and how many of them have ended (well or badly). */
  readonly total: number;
  readonly done: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** Progress of something that counts. `of` is 0 while the amount is not known. */
interface Count {
  readonly done: number;
  readonly of: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** What the page is busy with, apart from learning. */
export interface WorkState {
  /** By tile id: where it stands in the pool. Tiles that are not in the pool are absent. */
  readonly stages: Readonly<Record<string, "queued" | ProcessingStage>>;
  readonly batch: Batch | null;
  /** Files being taken in; null when none. */
  readonly intake: ({ readonly kind: "files" | "samples" } & Count) | null;
  /** The export under way; null when none. */
  readonly exporting: ({ readonly kind: ExportKind } & Count) | null;
}

export const idleWork: WorkState = { stages: {}, batch: null, intake: null, exporting: null };

export const useWork = create<WorkState>()(() => idleWork);
