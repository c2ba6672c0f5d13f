import { notAnImage, truncatedFile } from "../files/file-problems.ts";
import type { Raster } from "./raster.ts";

/**
 * Decodes 8-bit PNG, JPEG and WebP with the browser's own decoders: `ImageDecoder`, and where there is none (or one that
 * cannot hand out RGBA, which not every browser's does) a bitmap drawn to an `OffscreenCanvas`. A PNG is not drawn: fast-png
 * reads it as well. Colour conversion is switched off, samples come as they stand in the file. `size` is the size by the
 * file's header, which the picture must have. Throws TruncatedFile when the browser gives up, and NotAnImage where there is
 * no decoder (Node) or for a transparent WebP. PNG with alpha must not be given: its colours would come out dimmed.
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
  const rgba = await readFirst(readers);
  if (rgba === null) throw truncatedFile(name, "the browser cannot decode it");
  // Premultiplied on the way, and nothing can switch that off: the colours of transparent pixels are lost.
  if (format === "webp" && !isOpaque(rgba)) {
    throw notAnImage(name, "it is partly transparent", "Save it without transparency, best as PNG or TIFF.");
  }
  const colours = [0, 1, 2].map((offset) => ({ data: rgba, offset, stride: 4 }));
  return { ...size, bitDepth: 8, exact: format === "png", colours };
}

async function readFirst(readers: readonly (() => Promise<Uint8Array>)[]): Promise<Uint8Array | null> {
  for (const read of readers) {
    try {
      return await read();
    } catch {
      // The next one may know better; what browsers say of a broken file helps nobody.
    }
  }
  return null;
}

function isOpaque(rgba: Uint8Array): boolean {
  for (let i = 3; i < rgba.length; i += 4) {
    if (rgba[i] !== 255) return false;
  }
  return true;
}

export function hasImageDecoder(): boolean {
  return typeof ImageDecoder === "function";
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** `[height, width, 4]`, red green blue alpha. */
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

/** `[height, width, 4]`, red green blue alpha. */
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
