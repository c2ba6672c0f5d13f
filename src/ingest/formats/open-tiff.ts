import { fromArrayBuffer, type GeoTIFF, type ImageFileDirectory } from "geotiff";
import { ambiguousColour, checkSize, notAnImage, truncatedFile, unsupportedDepth } from "../files/file-problems.ts";
import type { TiffResolution } from "./parse-pixel-size.ts";

/** The layout of one image of a TIFF file, as its directory describes it. The pixels are not read yet. */
export interface TiffPage {
  readonly fileName: string;
  /** The whole file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly littleEndian: boolean;
  /** px. */
  readonly width: number;
  /** px. */
  readonly height: number;
  /** Bits a sample. */
  readonly bitDepth: 8 | 16;
  /** Number of samples of each pixel in the file, alpha included. */
  readonly samplesPerPixel: number;
  /** How many of these samples are channels. They are the first ones, and alpha comes last. */
  readonly channelCount: number;
  /** `planar` stores each channel in blocks of its own; `chunky` stores all samples of a pixel together. */
  readonly layout: "chunky" | "planar";
  readonly photometric: "gray" | "rgb" | "palette";
  /** The palette: 2^bitDepth entries of red, then of green, then of blue, 0..65535. Null for an image without one. */
  readonly palette: Uint16Array | null;
  /** One of `tiffCompression`. */
  readonly compression: number;
  /** 2: samples are stored as differences to their left neighbour. 1: they are stored as they are. */
  readonly predictor: 1 | 2;
  /** Width of a block in px. Strips are blocks as wide as the image. */
  readonly blockWidth: number;
  /** Height of a block in px. */
  readonly blockHeight: number;
  /** True for tiles, which are all of full size. False for strips, of which the last one is cut to the image. */
  readonly tiled: boolean;
  /** Position of each block in the file, in bytes: row by row, and plane by plane when the layout is planar. */
  readonly blocks: readonly { readonly offset: number; readonly length: number }[];
  readonly resolution: TiffResolution;
  /** The text of ImageDescription: OME-XML, ImageJ's notes or anything else. */
  readonly description: string;
}

/**
 * The compression schemes that can be read (TIFF 6.0 and Adobe's supplement). Lossy ones would
 * distort the measurements.
 */
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
 * Lists the images of a TIFF that have the size of the first one, in file order. It reads no pixels. Smaller
 * versions of an image (pyramids, thumbnails) and transparency masks are left out.
 *
 * geotiff parses the directories in its eager mode. In its lazy mode (3.0.5) it reads arrays as little-endian even
 * in big-endian files, which breaks every such file with more than some two hundred strips. "Min is white" does not
 * invert the samples: ImageJ writes it for an inverted display, where the samples are still the measured ones.
 *
 * @throws TruncatedFile, ImageTooLarge, UnsupportedDepth, AmbiguousColour (colour spaces other than RGB) and NotAnImage
 * (the file holds no image, or has a compression that cannot be read).
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
  } catch (error) {
    // In a damaged directory geotiff runs into errors of every kind, want of memory for an absurd length among them.
    throw truncatedFile(name, "the directory of its images cannot be read", error);
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
  // 1 and 2 mean alpha. 0 is a channel without a stated meaning, which microscopes write.
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
  // The value is a fraction and arrives as its two numbers, whatever geotiff's types say.
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
    `its compression (${otherCompressions[compression] ?? `method ${compression}`}) is not supported`,
    "Save it uncompressed, or with LZW or Deflate (ZIP) compression.",
  );
}

/**
 * Reads the positions of the pixel blocks.
 * @throws TruncatedFile when a block reaches beyond the end of the file.
 */
async function readBlocks(directory: ImageFileDirectory, page: Omit<TiffPage, "blocks">): Promise<TiffPage["blocks"]> {
  const { fileName: name, bytes, tiled } = page;
  const offsets = Array.from<unknown>((await directory.loadValue(tiled ? "TileOffsets" : "StripOffsets")) ?? []);
  const lengths = Array.from<unknown>((await directory.loadValue(tiled ? "TileByteCounts" : "StripByteCounts")) ?? []);
  const inPlane = Math.ceil(page.width / page.blockWidth) * Math.ceil(page.height / page.blockHeight);
  const expected = inPlane * (page.layout === "planar" ? page.samplesPerPixel : 1);
  // The comparison is also false for NaN and Infinity, which missing block sizes give.
  if (!(expected <= offsets.length && expected <= lengths.length)) {
    throw truncatedFile(name, "the list of its pixel blocks is incomplete");
  }
  return Array.from({ length: expected }, (_, index) => {
    const [offset, length] = [Number(offsets[index]), Number(lengths[index])];
    if (!(offset + length <= bytes.length)) throw truncatedFile(name, "it ends before the image does");
    return { offset, length };
  });
}
