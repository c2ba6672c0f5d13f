import { hasTag, wantsMemory } from "../../domain/errors.ts";
import type { ChannelName, Plane } from "../../domain/tile/tile.ts";
import { emptyFile, notAnImage } from "../files/file-problems.ts";
import { sniffFormat } from "../files/sniff-format.ts";
import { decodeBrowserImage, hasImageDecoder } from "../formats/decode-browser-image.ts";
import { decodePng } from "../formats/decode-png.ts";
import { decodeTiff } from "../formats/decode-tiff.ts";
import { inspectJpeg } from "../formats/inspect-jpeg.ts";
import { inspectPng } from "../formats/inspect-png.ts";
import { inspectWebp } from "../formats/inspect-webp.ts";
import type { Raster } from "../formats/raster.ts";
import { pickColour } from "./pick-colour.ts";

/**
 * Decodes the file of one channel. Gray PNG and TIFF with 8 or 16 bits are decoded bit-exactly. From a colour file it
 * takes the one colour that carries the signal (`pickColour`).
 *
 * The decoders were chosen by measurement in Chromium: 2048 x 2048 px of noise on a slow wave with Paeth filters,
 * ranges over runs on two shared cores. (test/browser/ingest prints the times.) An 8-bit PNG takes 35-48 ms with
 * the browser's ImageDecoder and 59-92 ms with fast-png. So the browser decodes it where the browser is exact:
 * gray, RGB and palette without alpha. A 16-bit PNG takes 137-217 ms with fast-png, and the browser gives only 8
 * bits. A parser of our own on top of DecompressionStream would save about 90 ms, as inflation alone takes 52-64
 * ms. That is too little to replace a maintained library.
 *
 * @throws EmptyFile, NotAnImage, TruncatedFile, UnsupportedDepth, ImageTooLarge (by the header, before any pixel is
 * decoded) and AmbiguousColour. Each names the file.
 */
export async function decodePlane(bytes: Uint8Array<ArrayBuffer>, name: string, channel: ChannelName): Promise<Plane> {
  const raster = await decodeRaster(bytes, name);
  const { width, height, bitDepth } = raster;
  return { width, height, bitDepth, samples: pickColour(raster, channel, name) };
}

async function decodeRaster(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Raster> {
  if (bytes.length === 0) throw emptyFile(name);
  switch (sniffFormat(bytes)) {
    case "png": {
      const { header, pixels } = inspectPng(bytes, name);
      if (header.bitDepth === 16 || header.alpha || !hasImageDecoder()) return decodePng(pixels, header, name);
      // The checksums are right, so a failing browser has hit a limit of its own.
      const raster = await decodeBrowserImage(pixels, "png", header, name).catch((error: unknown) => {
        if (!hasTag(error, "TruncatedFile") && !wantsMemory(error)) throw error;
        return decodePng(pixels, header, name);
      });
      return header.colour === "gray" ? { ...raster, colours: raster.colours.slice(0, 1) } : raster;
    }
    case "tiff":
      return decodeTiff(bytes, name);
    case "jpeg": {
      const { header, pixels } = inspectJpeg(bytes, name);
      return decodeBrowserImage(pixels, "jpeg", header, name);
    }
    case "webp":
      return decodeBrowserImage(bytes, "webp", inspectWebp(bytes, name).header, name);
    case null:
      throw notAnImage(name, `its content is ${describeContent(bytes)}`);
  }
}

/**
 * Says what a file holds that is not an image. The usual cause is a failed download: a web page or an error message
 * that was saved under the image's name.
 */
function describeContent(bytes: Uint8Array): string {
  const start = new TextDecoder().decode(bytes.subarray(0, 512)).toLowerCase();
  if (/<!doctype html|<html/.test(start)) return "a web page, perhaps of a failed download";
  if (/^[\t\n\r\x20-\x7e]+$/.test(start)) return "text";
  return "neither PNG, TIFF, JPEG nor WebP";
}
