import { problemError } from "../../domain/errors.ts";
import {
  type ChannelName,
  channelNames,
  neededChannels,
  type Plane,
  type Samples,
  type TileId,
  type TilePixels,
  type TileSource,
} from "../../domain/tile/tile.ts";
import { readSource } from "../files/read-source.ts";
import { decodePlane } from "./decode-plane.ts";
import { decodeStack } from "./decode-stack.ts";
import { readPixelSize } from "./read-pixel-size.ts";

/** The pixels of a tile, and their size as its files give it. */
export interface DecodedTile extends TilePixels {
  /** Width of a pixel in µm; null when no file gives it. */
  readonly pixelSize: number | null;
}

/**
 * Reads and decodes all channels of a tile. It does so one after the other, so that memory holds the bytes of only one
 * file beside the decoded planes. When the channels have different depths, all get 16 bits (8-bit samples times 257, so
 * that 255 becomes 65,535).
 *
 * @param without channels that are not read, even when their files are there. They are null in the result.
 * @throws MissingChannel, ChannelSizeMismatch (which names both files), and everything that `readSource`, `decodePlane`
 * and `decodeStack` throw.
 */
export async function decodeTile(
  tile: TileId,
  source: TileSource,
  without: readonly ChannelName[],
): Promise<DecodedTile> {
  const given = source.kind === "stack" ? channelNames : channelNames.filter((channel) => source.channels[channel]);
  const missing = channelNames.filter((channel) =>
    without.includes(channel) ? neededChannels.includes(channel) : !given.includes(channel),
  );
  if (missing.length > 0) {
    throw problemError({
      tag: "MissingChannel",
      subject: tile,
      message: `Tile ${tile} has no file for ${missing.join(" and ")}.`,
      remedy: "Add the missing files. A tile can do without red and yellow, but not without blue and green.",
    });
  }

  const planes = source.kind === "stack" ? await decodeStackOf(source, without) : await decodeChannels(source, without);
  return assemble(tile, planes);
}

interface NamedPlane {
  readonly plane: Plane;
  readonly fileName: string;
  readonly pixelSize: number | null;
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
    const bytes = await readSource(file);
    const plane = await decodePlane(bytes, file.name, channel);
    const named = { plane, fileName: file.name, pixelSize: await readPixelSize(bytes) };
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
  const bytes = await readSource(source.file);
  const pixelSize = await readPixelSize(bytes);
  for (const [channel, plane] of Object.entries(await decodeStack(bytes, fileName))) {
    if (!without.includes(channel as ChannelName)) planes[channel as ChannelName] = { plane, fileName, pixelSize };
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

function assemble(tile: TileId, planes: Planes): DecodedTile {
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
    pixelSize: Object.values(planes).find((named) => named.pixelSize !== null)?.pixelSize ?? null,
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
