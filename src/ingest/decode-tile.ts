import { problemError } from "../domain/errors.ts";
import {
  type ChannelName,
  channelNames,
  neededChannels,
  type Plane,
  type Samples,
  type TileId,
  type TilePixels,
  type TileSource,
} from "../domain/tile.ts";
import { decodePlane } from "./decode-plane.ts";
import { decodeStack } from "./decode-stack.ts";
import { readSource } from "./read-source.ts";

/**
 * Reads and decodes all channels of a tile, one after the other, so that beside the finished planes only one file's bytes
 * are in memory. A channel in `without` is not read even when its file is there, and becomes null. Channels of mixed depth
 * are all lifted to 16 bits (x 257, so that 255 becomes 65,535).
 *
 * Throws MissingChannel, ChannelSizeMismatch (naming both files), and all that `readSource`, `decodePlane` and
 * `decodeStack` throw.
 */
export async function decodeTile(
  tile: TileId,
  source: TileSource,
  without: readonly ChannelName[],
): Promise<TilePixels> {
  const given = source.kind === "stack" ? channelNames : channelNames.filter((channel) => source.channels[channel]);
  const missing = channelNames.filter((channel) =>
    without.includes(channel) ? neededChannels.includes(channel) : !given.includes(channel),
  );
  if (missing.length > 0) {
    throw problemError({
      tag: "MissingChannel",
      subject: tile,
      message: `Tile ${tile} has no file for ${missing.join(" and ")}.`,
      remedy: "Add the missing files; red and yellow can be gone without, blue and green cannot.",
    });
  }

  const planes = source.kind === "stack" ? await decodeStackOf(source, without) : await decodeChannels(source, without);
  return assemble(tile, planes);
}

interface NamedPlane {
  readonly plane: Plane;
  readonly fileName: string;
}
type Planes = Partial<Record<ChannelName, NamedPlane>>;

async function decodeChannels(
  source: Extract<TileSource, { kind: "channels" }>,
  without: readonly ChannelName[],
): Promise<Planes> {
  const planes: Planes = {};
  let first: NamedPlane | null = null;
  for (const channel of channelNames) {
    const file = source.channels[channel];
    if (!file || without.includes(channel)) continue;
    const plane = await decodePlane(await readSource(file), file.name, channel);
    const named = { plane, fileName: file.name };
    if (first) checkSameSize(first, named);
    else first = named;
    planes[channel] = named;
  }
  return planes;
}

async function decodeStackOf(
  source: Extract<TileSource, { kind: "stack" }>,
  without: readonly ChannelName[],
): Promise<Planes> {
  const fileName = source.file.name;
  const planes: Planes = {};
  for (const [channel, plane] of Object.entries(await decodeStack(await readSource(source.file), fileName))) {
    if (!without.includes(channel as ChannelName)) planes[channel as ChannelName] = { plane, fileName };
  }
  return planes;
}

function checkSameSize(a: NamedPlane, b: NamedPlane): void {
  if (a.plane.width === b.plane.width && a.plane.height === b.plane.height) return;
  const size = ({ plane }: NamedPlane) => `${plane.width} x ${plane.height} px`;
  throw problemError({
    tag: "ChannelSizeMismatch",
    subject: b.fileName,
    message: `${a.fileName} is ${size(a)}, but ${b.fileName} is ${size(b)}.`,
    remedy: "Export all channels of the tile again at one size.",
  });
}

function assemble(tile: TileId, planes: Planes): TilePixels {
  const decoded = Object.values(planes).map(({ plane }) => plane);
  const [first] = decoded;
  if (!first) throw new Error(`Tile ${tile} has no channel`);
  const bitDepth = decoded.some((plane) => plane.bitDepth === 16) ? 16 : 8;
  const samplesOf = (channel: ChannelName): Samples | null => {
    const plane = planes[channel]?.plane;
    if (!plane) return null;
    return bitDepth === 16 && plane.bitDepth === 8 ? liftTo16(plane.samples) : plane.samples;
  };
  return {
    width: first.width,
    height: first.height,
    bitDepth,
    channels: {
      red: samplesOf("red"),
      green: samplesOf("green"),
      blue: samplesOf("blue"),
      yellow: samplesOf("yellow"),
    },
  };
}

function liftTo16(samples: Samples): Uint16Array {
  return Uint16Array.from(samples, (sample) => sample * 257);
}
