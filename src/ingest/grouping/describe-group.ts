import { type Problem, problemFrom } from "../../domain/errors.ts";
import {
  type ChannelName,
  channelNames,
  neededChannels,
  type TileId,
  type TileSource,
} from "../../domain/tile/tile.ts";
import { fileBytes } from "../files/file-bytes.ts";
import { emptyFile } from "../files/file-problems.ts";
import type { TileGroup } from "./tile-group.ts";

/** Makes the group of a tile from its source: finds the missing channels and the problem, if there is one. */
export function describeGroup(tileId: TileId, source: TileSource): TileGroup {
  const files = source.kind === "stack" ? [source.file] : Object.values(source.channels);
  const missing = source.kind === "stack" ? [] : channelNames.filter((channel) => !source.channels[channel]);
  const empty = files.find((file) => fileBytes(file) === 0);
  if (empty) return { tileId, source, missing, problem: problemFrom(emptyFile(empty.name), empty.name) };
  return { tileId, source, missing, problem: missing.length > 0 ? missingChannel(tileId, missing) : null };
}

/** "red", "red and green", "red, blue and yellow". */
const list = new Intl.ListFormat("en-GB");

function missingChannel(tile: TileId, missing: readonly ChannelName[]): Problem {
  const names = missing.map((channel) => `${tile}_${channel}`).join(", ");
  const are = missing.length === 1 ? "channel is" : "channels are";
  const needed = missing.filter((channel) => neededChannels.includes(channel));
  return {
    tag: "MissingChannel",
    subject: tile,
    message: `The ${list.format(missing)} ${are} missing from tile ${tile}.`,
    remedy:
      needed.length > 0
        ? `Add ${names} (.png or .tif); no tile can do without blue and green.`
        : `Add ${names} (.png or .tif), or go on without ${missing.length === 1 ? "it" : "them"}; cells are then outlined less exactly.`,
  };
}
