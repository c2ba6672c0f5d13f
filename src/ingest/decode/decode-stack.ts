import { problemError } from "../../domain/errors.ts";
import type { ChannelName, Plane } from "../../domain/tile/tile.ts";
import { emptyFile, notAnImage } from "../files/file-problems.ts";
import { sniffFormat } from "../files/sniff-format.ts";
import { decodeTiffPage } from "../formats/decode-tiff.ts";
import { openTiff, type TiffPage } from "../formats/open-tiff.ts";
import { parseImageSeries } from "../formats/parse-image-series.ts";
import type { Raster } from "../formats/raster.ts";
import { assignChannels } from "../grouping/assign-channels.ts";
import { pickColour } from "./pick-colour.ts";

/**
 * Decodes a TIFF or OME-TIFF that holds all channels of one tile. The channels may be separate images, samples of one
 * image, or both. Three channels are red, green and blue; four are red, green, blue and yellow, unless their names say
 * otherwise (`assignChannels`).
 *
 * @throws EmptyFile, NotAnImage (not a TIFF), TruncatedFile, UnsupportedDepth, ImageTooLarge, AmbiguousColour,
 * MissingChannel and UnknownFile (wrong number or kind of planes).
 */
export async function decodeStack(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<Partial<Record<ChannelName, Plane>>> {
  if (bytes.length === 0) throw emptyFile(name);
  if (sniffFormat(bytes) !== "tiff") throw notAnImage(name, "its content is not a TIFF, although its name says so");
  const pages = await openTiff(bytes, name);
  const series = parseImageSeries(pages[0].description);
  refuseDepthAndTime(series, name);

  const planeCount = pages.reduce((sum, page) => sum + countChannels(page), 0);
  const names = Array.from({ length: planeCount }, (_, plane) =>
    series.channelNames.length === planeCount ? (series.channelNames[plane] ?? null) : null,
  );
  const order = assignChannels(names, name);

  const planes: Partial<Record<ChannelName, Plane>> = {};
  let next = 0;
  for (const page of pages) {
    const raster = await decodeTiffPage(page);
    const { width, height, bitDepth } = raster;
    for (const single of splitChannels(page, raster)) {
      const channel = order[next++]!;
      planes[channel] = { width, height, bitDepth, samples: pickColour(single, channel, name) };
    }
  }
  return planes;
}

/** Number of channels in an image. An image with a palette is one channel in false colours. */
function countChannels(page: TiffPage): number {
  return page.photometric === "palette" ? 1 : page.channelCount;
}

function splitChannels(page: TiffPage, raster: Raster): Raster[] {
  return page.photometric === "palette" ? [raster] : raster.colours.map((colour) => ({ ...raster, colours: [colour] }));
}

function refuseDepthAndTime(series: ReturnType<typeof parseImageSeries>, name: string): void {
  const found = [
    { count: series.fields, what: "fields of view", remedy: "Save each field of view in a file of its own." },
    {
      count: series.slices,
      what: "focal planes",
      remedy: "Save one focal plane or a projection (in ImageJ: Z Project).",
    },
    { count: series.frames, what: "points in time", remedy: "Save one point in time." },
  ].find(({ count }) => count > 1);
  if (!found) return;
  throw problemError({
    tag: "UnknownFile",
    subject: name,
    message: `${name} holds ${found.count} ${found.what}; one is expected.`,
    remedy: found.remedy,
  });
}
