import { checkSize, truncatedFile } from "../files/file-problems.ts";

/**
 * Reads a WebP's size and checks that the file has the length that its header gives (RFC 9649).
 * @returns `header` holds the size in px.
 * @throws TruncatedFile, ImageTooLarge.
 */
export function inspectWebp(bytes: Uint8Array, name: string): { header: { width: number; height: number } } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30) throw truncatedFile(name, "its header is missing or damaged");
  if (8 + view.getUint32(4, true) > bytes.length) throw truncatedFile(name, "it ends before the image does");
  const header = readSize(view);
  if (header === null) throw truncatedFile(name, "its header is missing or damaged");
  checkSize(name, header.width, header.height);
  return { header };
}

function readSize(view: DataView): { width: number; height: number } | null {
  const kind = String.fromCharCode(view.getUint8(12), view.getUint8(13), view.getUint8(14), view.getUint8(15));
  switch (kind) {
    case "VP8 ":
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X": {
      const word = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
      return { width: word(24) + 1, height: word(27) + 1 };
    }
    default:
      return null;
  }
}
