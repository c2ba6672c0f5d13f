import type { Picture } from "../domain/tile/picture.ts";
import { encodePng } from "./encode-png.ts";

/**
 * An opaque picture as an 8-bit RGB PNG.
 *
 * @throws Cancelled
 */
export function encodePicturePng(
  { width, height, rgba }: Picture,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const writeRow = (y: number, into: Uint8Array, first: number) => {
    for (let at = first, from = 4 * y * width; from < 4 * (y + 1) * width; from += 4, at += 3) {
      into[at] = rgba[from]!;
      into[at + 1] = rgba[from + 1]!;
      into[at + 2] = rgba[from + 2]!;
    }
  };
  return encodePng({ width, height, channels: 3, depth: 8, writeRow }, signal);
}
