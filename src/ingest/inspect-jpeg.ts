import { checkSize, truncatedFile, unsupportedDepth } from "./file-problems.ts";

const startOfScan = 0xda;
const endOfImage = 0xd9;

/**
 * Reads a JPEG's size and checks that it has an end (ITU-T T.81, annex B): browsers paint what is missing gray. The end
 * marker cannot occur inside the compressed pixels, where 0xff is always followed by 0x00 or a restart marker.
 * Throws TruncatedFile, ImageTooLarge, UnsupportedDepth (12 bits).
 */
export function inspectJpeg(bytes: Uint8Array, name: string): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: { width: number; height: number } | null = null;
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) break;
    // Any number of 0xff may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isStartOfFrame(marker) && at + 9 <= bytes.length) {
      size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
      checkSize(name, size.width, size.height);
      if (view.getUint8(at + 4) !== 8) throw unsupportedDepth(name, `${view.getUint8(at + 4)}-bit`);
    }
    if (marker === startOfScan) break;
    at += 2 + view.getUint16(at + 2);
  }
  if (size === null) throw truncatedFile(name, "its header is missing or damaged");
  for (; at + 1 < bytes.length; at++) {
    if (bytes[at] === 0xff && bytes[at + 1] === endOfImage) return size;
  }
  throw truncatedFile(name, "it ends before the image does");
}

/** 0xc0 to 0xcf but for tables (0xc4, 0xcc) and the reserved 0xc8. */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
