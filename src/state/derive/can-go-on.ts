import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import { neededChannels } from "../../domain/tile/tile.ts";

/** Whether the user may go on without the missing channels. Blue and green are needed, red and yellow are not. */
export function canGoOn(record: TileRecord): boolean {
  return (
    record.status === "waiting" &&
    record.missingChannels.length > 0 &&
    record.missingChannels.every((channel) => !neededChannels.includes(channel))
  );
}
