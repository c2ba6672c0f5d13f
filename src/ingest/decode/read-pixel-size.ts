import { isProblem } from "../../domain/errors.ts";
import { sniffFormat } from "../files/sniff-format.ts";
import { openTiff } from "../formats/open-tiff.ts";
import { parsePixelSize, plausibleSize } from "../formats/parse-pixel-size.ts";

/**
 * Reads the width of a pixel in µm from an image file's metadata: TIFF, OME-TIFF, ImageJ's TIFF and PNG (pHYs).
 * @returns null for other formats, when the file does not give it, and when the file is broken, because the file's
 * decoder reports what is wrong with it.
 */
export async function readPixelSize(bytes: Uint8Array<ArrayBuffer>): Promise<number | null> {
  try {
    switch (sniffFormat(bytes)) {
      case "tiff": {
        const [{ description, resolution }] = await openTiff(bytes, "");
        return parsePixelSize(description, resolution);
      }
      case "png":
        return readPhysical(bytes);
      default:
        return null;
    }
  } catch (error) {
    // A problem is what `openTiff` found; reading beyond a PNG's end is a RangeError.
    if (isProblem(error) || error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * Reads the pHYs chunk (PNG specification, third edition, section 11.3.4.3): pixels for each unit along x and y, then 1
 * when the unit is the metre.
 */
function readPhysical(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === "IDAT") return null;
    if (type === "pHYs") return view.getUint8(at + 16) === 1 ? plausibleSize(1e6 / view.getUint32(at + 8)) : null;
  }
  return null;
}
