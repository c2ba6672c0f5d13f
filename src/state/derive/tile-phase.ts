import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import type { ProcessingStage } from "../../domain/tile/process-tile-request.ts";

/** A tile's phase in the list. It combines the stored status with the tile's stage in the imaging pool. */
export type TilePhase = "waiting" | "queued" | "processing" | "stopped" | "ready" | "failed";

const stageWords: Record<ProcessingStage, string> = {
  decode: "Reading",
  segment: "Outlining cells",
  measure: "Measuring",
  crop: "Cutting out cells",
  store: "Storing",
};

/** A tile that is `queued` or `processing` but not in the pool was cancelled: it has stopped and can start again. */
export function tilePhase(record: TileRecord, stage: "queued" | ProcessingStage | undefined): TilePhase {
  if (stage === "queued") return "queued";
  if (stage !== undefined) return "processing";
  if (record.status === "queued" || record.status === "processing") return "stopped";
  return record.status;
}

/** Says the phase in words, on one line. */
export function describePhase(record: TileRecord, stage: "queued" | ProcessingStage | undefined): string {
  const phase = tilePhase(record, stage);
  if (phase === "processing" && stage !== undefined && stage !== "queued") return `${stageWords[stage]} …`;
  if (phase === "queued") return "In the queue";
  if (phase === "waiting") return "Waits for you";
  if (phase === "stopped") return "Not segmented";
  if (phase === "failed") return "Failed";
  if (record.cellCount === 0) return "No cells found";
  return record.cellCount === 1 ? "1 cell" : `${record.cellCount.toLocaleString("en")} cells`;
}
