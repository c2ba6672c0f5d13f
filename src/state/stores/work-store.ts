import { create } from "zustand";
import type { ExportKind } from "../../domain/dataset/export-kind.ts";
import type { ProcessingStage } from "../../domain/tile/process-tile-request.ts";

/** Counts of the tiles in the imaging pool, for the progress and the time left. */
export interface Batch {
  /** The number of tiles that entered the pool since it was last empty. */
  readonly total: number;
  /** How many of them have ended, with success or not. */
  readonly done: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** Progress of work that is counted. `of` is 0 while the total is not known. */
interface Count {
  readonly done: number;
  readonly of: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** The work under way, apart from learning. */
export interface WorkState {
  /** The stage of each tile in the pool, by tile id. Tiles that are not in the pool are absent. */
  readonly stages: Readonly<Record<string, "queued" | ProcessingStage>>;
  readonly batch: Batch | null;
  /** The files or sample tiles that are being added; null when none are. */
  readonly intake: ({ readonly kind: "files" | "samples" } & Count) | null;
  /** The export under way; null when there is none. */
  readonly exporting: ({ readonly kind: ExportKind } & Count) | null;
}

export const idleWork: WorkState = { stages: {}, batch: null, intake: null, exporting: null };

export const useWork = create<WorkState>()(() => idleWork);
