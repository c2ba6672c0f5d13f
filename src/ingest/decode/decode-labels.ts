import { decode } from "fast-png";
import { problemError } from "../../domain/errors.ts";
import { type LabelMap, mostInstances } from "../../domain/tile/label-map.ts";
import { emptyFile, notAnImage, undecodable } from "../files/file-problems.ts";
import { sniffFormat } from "../files/sniff-format.ts";
import { inspectPng } from "../formats/inspect-png.ts";
import type { RawLabels } from "../formats/raw-labels.ts";
import { readLabelTiff } from "../formats/read-label-tiff.ts";

/**
 * Decodes a label map from a file: 0 is background, and every other value is the number of one cell (or nucleus).
 * It reads PNG with 8 or 16 bits, gray or with a palette, whose indices are the numbers. It also reads TIFF with 8,
 * 16 or 32 bits, and floating-point TIFF with whole numbers, which ImageJ writes. Numbers stay as they are and may
 * have gaps. Only when one of them is larger than 65,535, all are replaced by 1..n in ascending order.
 *
 * @throws EmptyFile, NotAnImage (colour, a lossy format, several images), TruncatedFile, UnsupportedDepth,
 * ImageTooLarge, MaskMismatch (a black-and-white mask, fractions, negative numbers, too many instances).
 */
export async function decodeLabels(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<LabelMap> {
  if (bytes.length === 0) throw emptyFile(name);
  switch (sniffFormat(bytes)) {
    case "png":
      return toLabelMap(readLabelPng(bytes, name), name);
    case "tiff":
      return toLabelMap(await readLabelTiff(bytes, name), name);
    case null:
      throw notAnImage(name, "its content is neither PNG nor TIFF", exportAgain);
    default:
      throw notAnImage(name, "its format may change the numbers of a label map", exportAgain);
  }
}

const exportAgain = "Save the label map as PNG (8 or 16 bits) or TIFF (8, 16 or 32 bits) and drop it again.";

function readLabelPng(bytes: Uint8Array<ArrayBuffer>, name: string): RawLabels {
  const { header, pixels } = inspectPng(bytes, name);
  const { width, height, colour, alpha } = header;
  if (colour === "rgb") throw notAnImage(name, "it is a colour picture, not a map of numbers", exportAgain);
  if (header.packedInterlaced) throw notAnImage(name, "it is an interlaced PNG of few colours", exportAgain);
  let image: ReturnType<typeof decode>;
  try {
    image = decode(pixels);
  } catch (error) {
    throw undecodable(name, "its compressed pixels cannot be unpacked", error);
  }
  const { data } = image;
  // Indices of fewer than 8 bits are packed, and each row begins with a new byte.
  if (image.depth < 8) return { width, height, values: unpack(data, width, height, image.depth) };
  const values = data instanceof Uint16Array ? data : new Uint8Array(data.buffer, data.byteOffset, data.length);
  return { width, height, values: alpha ? values.filter((_, at) => at % 2 === 0) : values };
}

function unpack(packed: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const values = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = packed[y * rowBytes + (bit >> 3)]!;
      values[y * width + x] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    }
  }
  return values;
}

function toLabelMap({ width, height, values }: RawLabels, name: string): LabelMap {
  let largest = 0;
  let previous = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value === previous) continue;
    previous = value;
    if (value < 0 || !Number.isInteger(value)) {
      throw noLabels(name, `it holds ${value}, which is not a cell number`, exportAgain);
    }
    if (value > largest) largest = value;
  }
  if (largest > mostInstances) return renumber({ width, height, values }, name);
  const labels = values instanceof Uint16Array ? values : Uint16Array.from(values);
  if (isBlackAndWhite(labels, largest)) {
    throw noLabels(
      name,
      "it is black and white: all of its cells have the same number",
      "Give each cell a number of its own (in ImageJ: Analyze Particles, Count Masks) and drop it again.",
    );
  }
  return { width, height, labels, count: largest };
}

/** Replaces numbers that do not fit into 16 bits by 1..n, in ascending order. */
function renumber({ width, height, values }: RawLabels, name: string): LabelMap {
  const numbers = [...new Set(values)].filter((value) => value !== 0).sort((a, b) => a - b);
  if (numbers.length > mostInstances) {
    throw noLabels(
      name,
      `it holds ${numbers.length.toLocaleString("en-US")} different numbers, more than the 65,535 cells of a tile`,
      "Check that it is a label map, or cut the tile into several.",
    );
  }
  const rank = new Map([0, ...numbers].map((value, index) => [value, index]));
  const labels = new Uint16Array(values.length);
  let previous = 0;
  let label = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value !== previous) {
      previous = value;
      label = rank.get(value)!;
    }
    labels[at] = label;
  }
  return { width, height, labels, count: numbers.length };
}

/** Whether the image has only 0 and full scale (255 or 65,535), as the masks of image editors have. */
function isBlackAndWhite(labels: Uint16Array, largest: number): boolean {
  return (largest === 255 || largest === 65_535) && labels.every((label) => label === 0 || label === largest);
}

function noLabels(name: string, what: string, remedy: string): Error {
  return problemError({
    tag: "MaskMismatch",
    subject: name,
    message: `${name} is not a label map: ${what}.`,
    remedy,
  });
}
