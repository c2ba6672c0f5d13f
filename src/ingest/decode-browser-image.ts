import { notAnImage, truncatedFile } from "./file-problems.ts";
import type { Raster } from "./raster.ts";

/**
 * Decodes 8-bit PNG, JPEG and WebP with the browser's own decoders: `ImageDecoder` where there is one, else a bitmap drawn
 * to an `OffscreenCanvas`. Colour conversion is switched off, samples come as they stand in the file. PNG only through
 * `ImageDecoder` and without alpha (see `hasImageDecoder`): canvases keep premultiplied colour.
 *
 * `exact` says whether the format keeps samples exactly. `size` is the size by the file's header, against which the
 * decoded picture is checked. Throws TruncatedFile when the browser gives up, and NotAnImage in Node.
 */
export async function decodeBrowserImage(
  bytes: Uint8Array<ArrayBuffer>,
  format: "png" | "jpeg" | "webp",
  size: { readonly width: number; readonly height: number },
  name: string,
): Promise<Raster> {
  if (!hasImageDecoder() && typeof createImageBitmap !== "function") {
    throw notAnImage(
      name,
      `this environment has no decoder for ${format === "jpeg" ? "JPEG" : format === "webp" ? "WebP" : "PNG"}`,
      "Use a browser, or convert the image to PNG or TIFF.",
    );
  }
  let rgba: Uint8Array;
  try {
    const type = `image/${format}`;
    rgba = hasImageDecoder() ? await readFrame(bytes, type, size) : await readCanvas(new Blob([bytes], { type }), size);
  } catch {
    throw truncatedFile(name, "the browser cannot decode it");
  }
  // Premultiplied on the way, and nothing can switch that off: the colours of transparent pixels are lost.
  if (format === "webp" && !isOpaque(rgba)) {
    throw notAnImage(name, "it is partly transparent", "Save it without transparency, best as PNG or TIFF.");
  }
  const colours = [0, 1, 2].map((offset) => ({ data: rgba, offset, stride: 4 }));
  return { ...size, bitDepth: 8, exact: format === "png", colours };
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
