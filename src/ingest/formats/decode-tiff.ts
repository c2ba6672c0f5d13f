import { notAnImage } from "../files/file-problems.ts";
import { openTiff, type TiffPage } from "./open-tiff.ts";
import type { Raster, StridedSamples } from "./raster.ts";
import { readTiffPage } from "./read-tiff-page.ts";

/**
 * Decodes a TIFF that holds one channel. It must have one image, which is gray, RGB or has a palette, in any
 * layout that `openTiff` knows.
 * @throws what `openTiff` and `readTiffPage` throw, and NotAnImage when the file holds several images or channels.
 */
export async function decodeTiff(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Raster> {
  const [page, ...others] = await openTiff(bytes, name);
  if (others.length > 0 || (page.photometric === "gray" && page.channelCount > 1)) {
    const count = others.length > 0 ? `${others.length + 1} images` : `${page.channelCount} channels`;
    throw notAnImage(
      name,
      `it holds ${count} where one is expected`,
      "Save the one plane that shows this channel, or a projection of all, as a single image.",
    );
  }
  return decodeTiffPage(page);
}

/** Decodes one image of a TIFF. The indices of a palette are replaced by its colours. */
export async function decodeTiffPage(page: TiffPage): Promise<Raster> {
  const { width, height } = page;
  const channels = await readTiffPage(page);
  if (page.palette) return { width, height, bitDepth: 8, exact: true, colours: lookUp(channels[0], page.palette) };
  return { width, height, bitDepth: page.bitDepth, exact: true, colours: channels };
}

/** Replaces indices by the colours of the palette. Its entries have 16 bits, of which the upper 8 are the colour. */
function lookUp(indices: StridedSamples | undefined, palette: Uint16Array): StridedSamples[] {
  if (!indices) return [];
  const { data, offset, stride } = indices;
  return [0, 1, 2].map((colour) => {
    const ramp = palette.subarray(colour * 256, (colour + 1) * 256).map((entry) => entry >>> 8);
    const samples = new Uint8Array(Math.ceil((data.length - offset) / stride));
    for (let i = 0; i < samples.length; i++) samples[i] = ramp[data[offset + i * stride]!]!;
    return { data: samples, offset: 0, stride: 1 };
  });
}
