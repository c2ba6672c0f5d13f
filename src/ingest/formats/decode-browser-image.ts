import { notAnImage, undecodable } from "../files/file-problems.ts";
import type { Raster } from "./raster.ts";

/**
 * Decodes 8-bit PNG, JPEG and WebP with the browser's own decoders. The first choice is `ImageDecoder`. Some
 * browsers lack it or cannot return RGBA from it; there it draws a bitmap to an `OffscreenCanvas`. A PNG is never
 * drawn, because fast-png can read it too. Colour conversion is switched off, so the samples are those in the file.
 * Do not pass a PNG with alpha: its colours would come out dimmed.
 *
 * @param size the size in the file's header, in px, which the decoded picture must have.
 * @throws TruncatedFile when the browser cannot decode the file.
 * @throws NotAnImage where there is no decoder (Node), and for a transparent WebP.
 */
export async function decodeBrowserImage(
  bytes: Uint8Array<ArrayBuffer>,
  format: "png" | "jpeg" | "webp",
  size: { readonly width: number; readonly height: number },
  name: string,
): Promise<Raster> {
  const type = `image/${format}`;
  const readers: (() => Promise<Uint8Array>)[] = [];
  if (hasImageDecoder()) readers.push(() => readFrame(bytes, type, size));
  if (format !== "png" && typeof createImageBitmap === "function") {
    readers.push(() => readCanvas(new Blob([bytes], { type }), size));
  }
  if (readers.length === 0) {
    const spelled = { png: "PNG", jpeg: "JPEG", webp: "WebP" }[format];
    const remedy = "Use a browser, or convert the image to PNG or TIFF.";
    throw notAnImage(name, `this environment has no decoder for ${spelled}`, remedy);
  }
  const rgba = await readFirst(readers, name);
  // The browser premultiplies alpha, and this cannot be switched off: the colours of transparent pixels are lost.
  if (format === "webp" && !isOpaque(rgba)) {
    throw notAnImage(name, "it is partly transparent", "Save it without transparency, best as PNG or TIFF.");
  }
  const colours = [0, 1, 2].map((offset) => ({ data: rgba, offset, stride: 4 }));
  return { ...size, bitDepth: 8, exact: format === "png", colours };
}

/** @throws TruncatedFile when no reader can; its cause is what the last one threw. */
async function readFirst(readers: readonly (() => Promise<Uint8Array>)[], name: string): Promise<Uint8Array> {
  let last: unknown;
  for (const read of readers) {
    try {
      return await read();
    } catch (error) {
      // The next reader may succeed. What browsers say about a broken file does not help the user.
      last = error;
    }
  }
  throw undecodable(name, "the browser cannot decode it", last);
}

function isOpaque(rgba: Uint8Array): boolean {
  for (let i = 3; i < rgba.length; i += 4) {
    if (rgba[i] !== 255) return false;
  }
  return true;
}

/** Whether this browser has the `ImageDecoder` interface. */
export function hasImageDecoder(): boolean {
  return typeof ImageDecoder === "function";
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Decodes with `ImageDecoder`. @returns `[height, width, 4]`, red green blue alpha, 0..255. */
async function readFrame(data: Uint8Array<ArrayBuffer>, type: string, size: Size): Promise<Uint8Array> {
  const decoder = new ImageDecoder({ data, type, colorSpaceConversion: "none", preferAnimation: false });
  try {
    const { image } = await decoder.decode();
    try {
      const seen = image.visibleRect;
      if (seen?.width !== size.width || seen.height !== size.height) throw new Error("another size");
      const rgba = new Uint8Array(image.allocationSize({ format: "RGBA" }));
      await image.copyTo(rgba, { format: "RGBA" });
      return rgba;
    } finally {
      image.close();
    }
  } finally {
    decoder.close();
  }
}

/** Decodes by drawing to a canvas. @returns `[height, width, 4]`, red green blue alpha, 0..255. */
async function readCanvas(blob: Blob, { width, height }: Size): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(blob, {
    colorSpaceConversion: "none",
    premultiplyAlpha: "none",
    imageOrientation: "none",
  });
  try {
    if (bitmap.width !== width || bitmap.height !== height) throw new Error("another size");
    const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("no canvas");
    context.drawImage(bitmap, 0, 0);
    return new Uint8Array(context.getImageData(0, 0, width, height).data.buffer);
  } finally {
    bitmap.close();
  }
}
