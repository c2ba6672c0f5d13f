import { zlibSync } from "fflate";

/**
 * The parts of a PNG file. It is written byte by byte, so that tests can make files that no encoder makes: with unusual
 * chunks, any filter, or broken.
 */
export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly depth: 1 | 2 | 4 | 8 | 16;
  /** 0 gray, 2 RGB, 3 palette, 4 gray + alpha, 6 RGBA. */
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  /** Scanlines without their filter bytes, big-endian for 16 bits. */
  readonly scanlines: Uint8Array;
  /** Filter of every scanline: 0 none, 1 sub, 2 up, 3 average, 4 Paeth. */
  readonly filter?: 0 | 1 | 2 | 3 | 4;
  /** Chunks between IHDR and IDAT. */
  readonly chunks?: readonly Uint8Array[];
  readonly interlace?: 0 | 1;
}

export function buildPng(parts: PngParts): Uint8Array<ArrayBuffer> {
  const { width, height, depth, colourType, scanlines, filter = 0, chunks = [], interlace = 0 } = parts;
  const samples = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colourType];
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([depth, colourType, 0, 0, interlace], 8);
  const filtered = filterScanlines(
    scanlines,
    Math.ceil((width * samples * depth) / 8),
    Math.ceil((samples * depth) / 8),
    filter,
  );
  return concatenate([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    buildChunk("IHDR", header),
    ...chunks,
    buildChunk("IDAT", zlibSync(filtered, { level: 1 })),
    buildChunk("IEND", new Uint8Array()),
  ]);
}

/** One chunk with its length and checksum. */
export function buildChunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) chunk[4 + i] = type.charCodeAt(i);
  chunk.set(data, 8);
  let crc = -1;
  for (const byte of chunk.subarray(4, 8 + data.length)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  view.setUint32(8 + data.length, ~crc >>> 0);
  return chunk;
}

/** PNG specification, section 9. */
function filterScanlines(scanlines: Uint8Array, lineBytes: number, pixelBytes: number, filter: number): Uint8Array {
  const height = lineBytes === 0 ? 0 : scanlines.length / lineBytes;
  const out = new Uint8Array(height * (lineBytes + 1));
  for (let y = 0; y < height; y++) {
    out[y * (lineBytes + 1)] = filter;
    for (let i = 0; i < lineBytes; i++) {
      const at = y * lineBytes + i;
      const value = scanlines[at]!;
      const left = i >= pixelBytes ? scanlines[at - pixelBytes]! : 0;
      const up = y > 0 ? scanlines[at - lineBytes]! : 0;
      const corner = y > 0 && i >= pixelBytes ? scanlines[at - lineBytes - pixelBytes]! : 0;
      const estimate = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      out[y * (lineBytes + 1) + 1 + i] = value - estimate;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
