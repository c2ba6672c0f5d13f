import { fromArrayBuffer, type GeoTIFFImage } from "geotiff";
import { hasTag } from "../../domain/errors.ts";
import { checkSize, notAnImage, truncatedFile } from "../files/file-problems.ts";
import type { RawLabels } from "./raw-labels.ts";

/**
 * Reads a TIFF with one plane of numbers, of any integer or floating-point type with up to 32 bits.
 *
 * geotiff does all the work: label maps compress very well, so speed matters less than for pixels. geotiff reads
 * one layout wrongly without an error: big-endian differences (see `readTiffPage`). That layout is refused.
 *
 * @throws NotAnImage, TruncatedFile, ImageTooLarge.
 */
export async function readLabelTiff(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<RawLabels> {
  try {
    const whole = bytes.byteLength === bytes.buffer.byteLength;
    const tiff = await fromArrayBuffer(whole ? bytes.buffer : bytes.slice().buffer);
    // In its lazy mode geotiff reads arrays as little-endian even in big-endian files.
    tiff.parser.eager = true;
    const image = await tiff.getImage(0);
    const [width, height] = [image.getWidth(), image.getHeight()];
    checkSize(name, width, height);
    await refuseOthers(await tiff.getImageCount(), image, tiff.littleEndian, name);
    const values = (await image.readRasters({ interleave: true })) as unknown as RawLabels["values"];
    // `subarray` makes a view without the width and height that geotiff attaches to the array.
    return { width, height, values: values.subarray(0) };
  } catch (error) {
    if (hasTag(error, "NotAnImage") || hasTag(error, "ImageTooLarge")) throw error;
    throw truncatedFile(name, "its pixels cannot be read", error);
  }
}

async function refuseOthers(count: number, image: GeoTIFFImage, littleEndian: boolean, name: string): Promise<void> {
  const remedy = "Save the label map as a TIFF of one plane with 8, 16 or 32 bits, or as PNG, and drop it again.";
  if (count > 1) throw notAnImage(name, `it holds ${count} images where one label map is expected`, remedy);
  const samples = image.getSamplesPerPixel();
  if (samples > 1) throw notAnImage(name, `it holds ${samples} channels where one label map is expected`, remedy);
  if (image.getBitsPerSample(0) > 32) throw notAnImage(name, "its numbers have 64 bits", remedy);
  const differences = Number((await image.fileDirectory.loadValue("Predictor")) ?? 1) !== 1;
  if (differences && !littleEndian) {
    throw notAnImage(name, "its numbers are stored as big-endian differences", remedy);
  }
}
