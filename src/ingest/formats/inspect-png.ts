import { crc32 } from "../../domain/crc-32.ts";
import { checkSize, notAnImage, truncatedFile, unsupportedDepth } from "../files/file-problems.ts";
import { joinBytes } from "../files/join-bytes.ts";

/** The header of a PNG. */
export interface PngHeader {
  /** px. */
  readonly width: number;
  /** px. */
  readonly height: number;
  /** Bits of each colour sample. It is 8 for a palette, whose colours have 8 bits. */
  readonly bitDepth: 8 | 16;
  readonly colour: "gray" | "rgb" | "palette";
  /** True when the image has an alpha channel, which is ignored. */
  readonly alpha: boolean;
  /** True for palette indices of fewer than 8 bits in interlaced order, which fast-png reads wrongly. */
  readonly packedInterlaced: boolean;
}

const signatureLength = 8;
/** Bytes of the length, type and checksum around each chunk's data. */
const chunkFrame = 12;

/**
 * Reads a PNG's header, checks that the file is complete, and removes everything that could change its samples.
 *
 * Decoders differ in which errors they accept. A browser paints the missing half of a cut-off image black, and a
 * flipped bit inside the compressed data decodes to other pixels without an error. Both would pass as measurements.
 * So every chunk must be there with a right checksum before a decoder sees the file (PNG specification, third
 * edition, sections 5 and 11).
 *
 * Decoders also differ in which chunks they apply. Gamma, colour profiles and transparency change the samples in
 * some decoders and not in others, and fast-png refuses some chunks that are legal. Only the critical chunks (IHDR,
 * PLTE, IDAT, IEND) mean the same everywhere, so the others are removed.
 *
 * @returns `pixels` is the same PNG with only its critical
 * chunks. It is `bytes` itself when there is nothing to remove.
 * @throws TruncatedFile, ImageTooLarge, UnsupportedDepth (1, 2 or 4 bits gray) and NotAnImage.
 */
export function inspectPng(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): { header: PngHeader; pixels: Uint8Array<ArrayBuffer> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: PngHeader | null = null;
  let dataLength = 0;
  const critical: Uint8Array[] = [bytes.subarray(0, signatureLength)];
  for (let at = signatureLength, type = ""; type !== "IEND"; ) {
    const end = at + chunkFrame <= bytes.length ? at + chunkFrame + view.getUint32(at) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) throw truncatedFile(name, "it ends before the image does");
    type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (crc32(bytes, at + 4, end - 4) !== view.getUint32(end - 4)) {
      throw truncatedFile(name, "a checksum does not match its content");
    }
    if (header === null) {
      if (type !== "IHDR" || end - at !== chunkFrame + 13) throw truncatedFile(name, "its header is missing");
      header = readHeader(view, at + 8, name);
    }
    if (type === "IDAT") dataLength += end - at - chunkFrame;
    // Bit 5 of the type's first byte, which makes the letter lower case, marks ancillary chunks.
    if ((view.getUint8(at + 4) & 0x20) === 0) critical.push(bytes.subarray(at, end));
    at = end;
  }
  if (header === null || dataLength === 0) throw truncatedFile(name, "it holds no pixels");
  return { header, pixels: joinBytes(critical, bytes) };
}

function readHeader(view: DataView, at: number, name: string): PngHeader {
  const [width, height] = [view.getUint32(at), view.getUint32(at + 4)];
  const [depth, colourType] = [view.getUint8(at + 8), view.getUint8(at + 9)];
  checkSize(name, width, height);
  // Bit 0: palette, bit 1: colour, bit 2: alpha.
  const colour = colourType === 3 ? "palette" : colourType & 2 ? "rgb" : "gray";
  if (![0, 2, 3, 4, 6].includes(colourType)) throw notAnImage(name, `PNG has no colour type ${colourType}`);
  const alpha = (colourType & 4) !== 0;
  const packedInterlaced = depth < 8 && view.getUint8(at + 12) !== 0;
  if (colour === "palette") return { width, height, bitDepth: 8, colour, alpha, packedInterlaced };
  if (depth !== 8 && depth !== 16) throw unsupportedDepth(name, `${depth}-bit`);
  return { width, height, bitDepth: depth, colour, alpha, packedInterlaced };
}
