import { encode } from "fast-png";
import type { Picture } from "../domain/tile/picture.ts";

/** Encodes an opaque picture as an 8-bit RGB PNG. */
export function encodePicturePng({ width, height, rgba }: Picture): Uint8Array {
  const data = new Uint8Array(3 * width * height);
  for (let from = 0, at = 0; at < data.length; from += 4, at += 3) {
    data[at] = rgba[from]!;
    data[at + 1] = rgba[from + 1]!;
    data[at + 2] = rgba[from + 2]!;
  }
  return encode({ width, height, data, channels: 3, depth: 8 });
}
