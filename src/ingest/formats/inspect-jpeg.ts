import { checkSize, truncatedFile, unsupportedDepth } from "../files/file-problems.ts";
import { joinBytes } from "../files/join-bytes.ts";

const startOfScan = 0xda;
const endOfImage = 0xd9;
/** Segments that some decoders apply and others do not: Exif (0xe1), which turns the image, and ICC profiles (0xe2). */
const ignoredSegments = [0xe1, 0xe2];

/**
 * Reads a JPEG's size and checks that the file is complete, because browsers paint a missing part gray (ITU-T T.81,
 * annex B). It looks for the end marker. That cannot occur inside the compressed pixels, where 0xff is always
 * followed by 0x00 or a restart marker.
 *
 * @returns `header` holds the size in px. `pixels` is the same JPEG without Exif and colour profile, so that decoders
 * neither turn nor recolour it.
 * @throws TruncatedFile, ImageTooLarge, UnsupportedDepth (12 bits).
 */
export function inspectJpeg(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): { header: { width: number; height: number }; pixels: Uint8Array<ArrayBuffer> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: { width: number; height: number } | null = null;
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let at = 2;
  for (let marker = 0; marker !== startOfScan && at + 4 <= bytes.length; ) {
    marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) break;
    // There may be any number of 0xff before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isStartOfFrame(marker) && at + 9 <= bytes.length) {
      header = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
      checkSize(name, header.width, header.height);
      if (view.getUint8(at + 4) !== 8) throw unsupportedDepth(name, `${view.getUint8(at + 4)}-bit`);
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (!ignoredSegments.includes(marker)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  if (header === null) throw truncatedFile(name, "its header is missing or damaged");
  kept.push(bytes.subarray(at));
  for (; at + 1 < bytes.length; at++) {
    if (bytes[at] === 0xff && bytes[at + 1] === endOfImage) return { header, pixels: joinBytes(kept, bytes) };
  }
  throw truncatedFile(name, "it ends before the image does");
}

/** The markers of a frame are 0xc0 to 0xcf, except those of tables (0xc4, 0xcc) and the reserved 0xc8. */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
