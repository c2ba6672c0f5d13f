import { fromArrayBuffer, type GeoTIFF, type ImageFileDirectory } from "geotiff";
import { ambiguousColour, checkSize, notAnImage, truncatedFile, unsupportedDepth } from "../files/file-problems.ts";
import type { TiffResolution } from "./parse-pixel-size.ts";

/** One image of a TIFF file: its layout by the directory, pixels not yet read. */
export interface TiffPage {
  readonly fileName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly littleEndian: boolean;
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 8 | 16;
  /** Samples a pixel in the file, alpha among them. */
  readonly samplesPerPixel: number;
  /** Of those, the first that are channels: alpha comes last. */
  readonly channelCount: number;
  /** `planar` keeps each sample's blocks apart, `chunky` interleaves samples pixel by pixel. */
  readonly layout: "chunky" | "planar";
  readonly photometric: "gray" | "rgb" | "palette";
  /** Palette: red, green and blue, 2^bitDepth entries each, 0..65535; else null. */
  readonly palette: Uint16Array | null;
  readonly compression: number;
  /** 2: samples are differences to their left neighbour; 1: they are not. */
  readonly predictor: 1 | 2;
  /** Strips are blocks as wide as the image. */
  readonly blockWidth: number;
  readonly blockHeight: number;
  /** Whether the last row of blocks is cut to the image (strips) or filled up (tiles). */
  readonly tiled: boolean;
  /** Where each block lies in the file, row by row, for planar plane by plane. */
  readonly blocks: readonly { readonly offset: number; readonly length: number }[];
  readonly resolution: TiffResolution;
  /** ImageDescription: OME-XML, ImageJ's notes or anything else. */
  readonly description: string;
}

/** Compression schemes that are read (TIFF 6.0 and Adobe's supplement). Lossy ones would smear the measurements. */
export const tiffCompression = { none: 1, lzw: 5, deflate: 8, packBits: 32773, oldDeflate: 32946 } as const;

const otherCompressions: Readonly<Record<number, string>> = {
  2: "CCITT",
  3: "CCITT",
  4: "CCITT",
  6: "JPEG",
  7: "JPEG",
  34712: "JPEG 2000",
  33003: "JPEG 2000",
  33005: "JPEG 2000",
  34887: "LERC",
  50000: "Zstandard",
  50001: "WebP",
};

/**
 * Lists a TIFF's images without reading pixels: all of the first one's size, in file order. Smaller versions of an image
 * (pyramids, thumbnails) and transparency masks are left out.
 *
 * geotiff parses the directories, eagerly: its lazy arrays are read little-endian even in big-endian files (3.0.5), which
 * breaks every one with more than some two hundred strips. "Min is white" is read as it stands: ImageJ writes it for an
 * inverted display, where the samples are still the measured ones.
 *
 * Throws TruncatedFile, ImageTooLarge, UnsupportedDepth, AmbiguousColour (colour spaces other than RGB) and NotAnImage (no
 * image inside, or a compression that is not read).
 */
export async function openTiff(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<readonly [TiffPage, ...TiffPage[]]> {
  const { directories, littleEndian } = await readDirectories(bytes, name);
  const pages: TiffPage[] = [];
  for (const directory of directories) {
    const [first] = pages;
    const width = Number((await directory.loadValue("ImageWidth")) ?? 0);
    const height = Number((await directory.loadValue("ImageLength")) ?? 0);
    if (first && (width !== first.width || height !== first.height)) continue;
    // Bit 0: reduced resolution, bit 2: transparency mask.
    if ((Number((await directory.loadValue("NewSubfileType")) ?? 0) & 0b101) !== 0) continue;
    checkSize(name, width, height);
    pages.push(await describePage(directory, { fileName: name, bytes, littleEndian, width, height }));
  }
  const [first, ...others] = pages;
  if (!first) throw notAnImage(name, "the TIFF file holds no image");
  return [first, ...others];
}

async function readDirectories(bytes: Uint8Array<ArrayBuffer>, name: string) {
  const directories: ImageFileDirectory[] = [];
  let tiff: GeoTIFF;
  try {
    const whole = bytes.byteLength === bytes.buffer.byteLength;
    tiff = await fromArrayBuffer(whole ? bytes.buffer : bytes.slice().buffer);
    tiff.parser.eager = true;
    const seen = new Set<number>();
    for (let offset = tiff.firstIFDOffset; offset !== 0 && !seen.has(offset); ) {
      seen.add(offset);
      const directory = await tiff.parser.parseFileDirectoryAt(offset);
      directories.push(directory);
      offset = directory.nextIFDByteOffset;
    }
  } catch {
    throw truncatedFile(name, "the directory of its images cannot be read");
  }
  return { directories, littleEndian: tiff.littleEndian };
}

type PageBasics = Pick<TiffPage, "fileName" | "bytes" | "littleEndian" | "width" | "height">;

async function describePage(directory: ImageFileDirectory, basics: PageBasics): Promise<TiffPage> {
  const { fileName: name, width, height } = basics;
  const samplesPerPixel = Number((await directory.loadValue("SamplesPerPixel")) ?? 1);
  const bitDepth = await readDepth(directory, name);
  const photometric = await readPhotometric(directory, name);
  const palette = photometric === "palette" ? await directory.loadValue("ColorMap") : undefined;
  if (photometric === "palette" && (bitDepth !== 8 || palette?.length !== 3 * 256)) {
    throw truncatedFile(name, "its palette is missing or damaged");
  }
  // 1 and 2 are alpha; 0 is a channel of no stated meaning, as microscopes write them.
  const extra = Array.from<unknown>((await directory.loadValue("ExtraSamples")) ?? []);
  const alphaCount = extra.filter((kind) => kind === 1 || kind === 2).length;
  const tiled = directory.hasTag("TileOffsets");
  const rowsPerStrip = Number((await directory.loadValue("RowsPerStrip")) ?? height);
  const page: Omit<TiffPage, "blocks"> = {
    ...basics,
    bitDepth,
    samplesPerPixel,
    channelCount: Math.max(1, samplesPerPixel - alphaCount),
    layout: (await directory.loadValue("PlanarConfiguration")) === 2 ? "planar" : "chunky",
    photometric,
    palette: palette ? Uint16Array.from(palette) : null,
    compression: await readCompression(directory, name),
    predictor: (await directory.loadValue("Predictor")) === 2 ? 2 : 1,
    tiled,
    blockWidth: tiled ? Number(await directory.loadValue("TileWidth")) : width,
    blockHeight: tiled ? Number(await directory.loadValue("TileLength")) : Math.min(height, rowsPerStrip),
    resolution: await readResolution(directory),
    description: String((await directory.loadValue("ImageDescription")) ?? ""),
  };
  return { ...page, blocks: await readBlocks(directory, page) };
}

async function readResolution(directory: ImageFileDirectory): Promise<TiffResolution> {
  // A fraction: its two numbers, whatever geotiff's types say.
  const fraction: unknown = await directory.loadValue("XResolution");
  const [above = 0, below = 0] = Array.from(Object(fraction) as ArrayLike<unknown>, Number);
  const perUnit = above > 0 && below > 0 ? above / below : null;
  return { perUnit, unit: Number((await directory.loadValue("ResolutionUnit")) ?? 2) };
}

async function readDepth(directory: ImageFileDirectory, name: string): Promise<8 | 16> {
  const bits = Array.from<unknown>((await directory.loadValue("BitsPerSample")) ?? [1]).map(Number);
  const formats = Array.from<unknown>((await directory.loadValue("SampleFormat")) ?? [1]).map(Number);
  const depth = bits[0] ?? 1;
  const odd = formats.find((format) => format !== 1 && format !== 4);
  if (odd === 3) throw unsupportedDepth(name, `${depth}-bit floating-point`);
  if (odd !== undefined) throw unsupportedDepth(name, `${depth}-bit ${odd === 2 ? "signed" : "complex"}`);
  if (bits.some((other) => other !== depth)) throw unsupportedDepth(name, `${bits.join("-, ")}-bit`);
  if (depth !== 8 && depth !== 16) throw unsupportedDepth(name, `${depth}-bit`);
  return depth;
}

async function readPhotometric(directory: ImageFileDirectory, name: string): Promise<TiffPage["photometric"]> {
  const photometric = Number((await directory.loadValue("PhotometricInterpretation")) ?? 1);
  switch (photometric) {
    case 0:
    case 1:
      return "gray";
    case 2:
      return "rgb";
    case 3:
      return "palette";
    default: {
      const space = { 5: "CMYK", 6: "YCbCr", 8: "CIE Lab" }[photometric] ?? `number ${photometric}`;
      throw ambiguousColour(name, `its colour space (${space}) is neither gray nor RGB`);
    }
  }
}

async function readCompression(directory: ImageFileDirectory, name: string): Promise<number> {
  const compression = Number((await directory.loadValue("Compression")) ?? tiffCompression.none);
  if (Object.values<number>(tiffCompression).includes(compression)) return compression;
  throw notAnImage(
    name,
    `its compression (${otherCompressions[compression] ?? `method ${compression}`}) is not read here`,
    "Save it uncompressed, or with LZW or Deflate (ZIP) compression.",
  );
}

/** Every block lies within the file, or the file is not whole. */
async function readBlocks(directory: ImageFileDirectory, page: Omit<TiffPage, "blocks">): Promise<TiffPage["blocks"]> {
  const { fileName: name, bytes, tiled } = page;
  const offsets = Array.from<unknown>((await directory.loadValue(tiled ? "TileOffsets" : "StripOffsets")) ?? []);
  const lengths = Array.from<unknown>((await directory.loadValue(tiled ? "TileByteCounts" : "StripByteCounts")) ?? []);
  const inPlane = Math.ceil(page.width / page.blockWidth) * Math.ceil(page.height / page.blockHeight);
  const expected = inPlane * (page.layout === "planar" ? page.samplesPerPixel : 1);
  // Also false for the NaN and Infinity of missing block sizes.
  if (!(expected <= offsets.length && expected <= lengths.length)) {
    throw truncatedFile(name, "the list of its pixel blocks is incomplete");
  }
  return Array.from({ length: expected }, (_, index) => {
    const [offset, length] = [Number(offsets[index]), Number(lengths[index])];
    if (!(offset + length <= bytes.length)) throw truncatedFile(name, "it ends before the image does");
    return { offset, length };
  });
}
