/** The image formats that can be read. */
export type ImageFormat = "png" | "tiff" | "jpeg" | "webp";

/**
 * Recognises an image format by the first bytes of a file, because a file's name may be wrong.
 * @returns null for any other format.
 */
export function sniffFormat(bytes: Uint8Array): ImageFormat | null {
  if (startsWith(bytes, 0, 0x89, 0x50, 0x4e, 0x47)) return "png";
  if (startsWith(bytes, 0, 0xff, 0xd8, 0xff)) return "jpeg";
  // TIFF (42) and BigTIFF (43) in both byte orders.
  if (startsWith(bytes, 0, 0x49, 0x49, 0x2a, 0x00) || startsWith(bytes, 0, 0x4d, 0x4d, 0x00, 0x2a)) return "tiff";
  if (startsWith(bytes, 0, 0x49, 0x49, 0x2b, 0x00) || startsWith(bytes, 0, 0x4d, 0x4d, 0x00, 0x2b)) return "tiff";
  if (startsWith(bytes, 0, 0x52, 0x49, 0x46, 0x46) && startsWith(bytes, 8, 0x57, 0x45, 0x42, 0x50)) return "webp";
  return null;
}

function startsWith(bytes: Uint8Array, offset: number, ...expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[offset + index] === byte);
}
