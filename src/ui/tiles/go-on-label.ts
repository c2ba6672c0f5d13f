import type { TileRecord } from "../../domain/dataset/tile-record.ts";

/** The text of the button, for instance `Go on without red and yellow`. */
export function goOnLabel(record: TileRecord): string {
  return `Go on without ${record.missingChannels.join(" and ")}`;
}
