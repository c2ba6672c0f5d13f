import type { TileRecord } from "../../domain/dataset/tile-record.ts";

/** `Go on without red`, `Go on without red and yellow`. */
export function goOnLabel(record: TileRecord): string {
  return `Go on without ${record.missingChannels.join(" and ")}`;
}
