import { type ChannelName, type TileId, tileId } from "../domain/tile.ts";

/** What a file's name says of its content. */
export type ParsedName =
  /** One channel of a tile. */
  | { readonly kind: "channel"; readonly tile: TileId; readonly channel: ChannelName }
  /** A TIFF that names no channel: all channels of one tile. */
  | { readonly kind: "stack"; readonly tile: TileId }
  /** A comma- or semicolon-separated table. */
  | { readonly kind: "table" }
  | { readonly kind: "archive" }
  /** A reference mask of a tile; not read. */
  | { readonly kind: "truth"; readonly tile: TileId }
  /** Written by the operating system, of no concern to the user. */
  | { readonly kind: "system" }
  | { readonly kind: "unknown" };

const channelPattern = /^(.+)_(red|green|blue|yellow)(?:\.ome)?\.(?:png|tiff?|jpe?g|webp)$/i;
const stackPattern = /^(.+?)(?:\.ome)?\.tiff?$/i;
const truthPattern = /^(.+)_(?:cellmask|label)(?:\.ome)?\.[a-z0-9]+$/i;
/** `1_A1_2_blue_red_green.jpg`: the public atlas' merged pictures end like a channel, but show several. */
const mergedPattern = /_(?:red|green|blue|yellow)$/i;
const systemPattern = /^(?:\..*|__macosx|thumbs\.db|desktop\.ini)$/i;

/** Reads a file's name, in any case; folders before it (also a .zip's) are ignored, save the operating system's own. */
export function parseFilename(name: string): ParsedName {
  const steps = name.split(/[\\/]/).filter((step) => step !== "" && step !== "." && step !== "..");
  if (steps.some((step) => systemPattern.test(step))) return { kind: "system" };
  // Archives made on a Mac spell "ä" as two letters, tables as one.
  const base = (steps.at(-1) ?? "").normalize("NFC");

  const truth = truthPattern.exec(base)?.[1];
  if (truth !== undefined) return { kind: "truth", tile: tileId(truth) };

  const [, tile, channel] = channelPattern.exec(base) ?? [];
  if (tile !== undefined && channel !== undefined) {
    if (mergedPattern.test(tile)) return { kind: "unknown" };
    return { kind: "channel", tile: tileId(tile), channel: channel.toLowerCase() as ChannelName };
  }

  const stack = stackPattern.exec(base)?.[1];
  if (stack !== undefined) return { kind: "stack", tile: tileId(stack) };
  if (/.\.(?:csv|tsv)$/i.test(base)) return { kind: "table" };
  if (/.\.zip$/i.test(base)) return { kind: "archive" };
  return { kind: "unknown" };
}
