import { convertIndexedToRgb, decode } from "fast-png";
import type { Samples } from "../../domain/tile/tile.ts";
import { notAnImage, undecodable } from "../files/file-problems.ts";
import type { PngHeader } from "./inspect-png.ts";
import type { Raster } from "./raster.ts";

/**
 * Decodes a PNG that `inspectPng` has accepted. The result is bit-exact in every environment.
 * @param pixels the `pixels` that `inspectPng` returned.
 * @throws TruncatedFile when the compressed data is broken.
 * @throws NotAnImage for an interlaced palette of fewer than 8 bits.
 */
export function decodePng(pixels: Uint8Array, header: PngHeader, name: string): Raster {
  const { width, height, bitDepth, colour, alpha } = header;
  if (header.packedInterlaced)
    throw notAnImage(name, "it is an interlaced PNG with a palette of fewer than 256 colours");
  let data: Samples;
  try {
    const image = decode(pixels);
    data = colour === "palette" ? convertIndexedToRgb(image) : asSamples(image.data);
  } catch (error) {
    throw undecodable(name, "its compressed pixels cannot be unpacked", error);
  }
  const colours = colour === "gray" ? 1 : 3;
  const stride = colours + (alpha ? 1 : 0);
  return {
    width,
    height,
    bitDepth,
    exact: true,
    colours: Array.from({ length: colours }, (_, offset) => ({ data, offset, stride })),
  };
}

function asSamples(data: Uint8Array | Uint8ClampedArray | Uint16Array): Samples {
  return data instanceof Uint8ClampedArray ? new Uint8Array(data.buffer, data.byteOffset, data.length) : data;
}
