import { Zlib, zlibSync } from "fflate";
import { crc32 } from "../domain/crc-32.ts";
import { openPauses } from "../domain/open-pauses.ts";

/** A picture without palette or alpha. */
export interface PngPicture {
  /** px. */
  readonly width: number;
  readonly height: number;
  /** 1: grayscale; 3: red, green, blue. */
  readonly channels: 1 | 3;
  /** Bits of a sample. */
  readonly depth: 8 | 16;
  /** Writes the samples of row `y`, big-endian, to `into` from `at` on. */
  readonly writeRow: (y: number, into: Uint8Array, at: number) => void;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** zlib's scale of 0..9: twice as fast as its default, for a few more bytes. */
const level = 3;
/** Samples are packed in pieces of so many bytes, which take some 50 ms each. */
const pieceBytes = 2 ** 20;
/**
 * Up to here a picture is packed at once, which takes a fifth of a second at most. A piece ends a block of the
 * compressed data, so that the same picture in pieces has other bytes.
 */
const wholeBytes = 2 ** 22;

/**
 * The picture as a PNG file (PNG specification, third edition), rows unfiltered. A large one is packed in pieces,
 * with a pause before each.
 *
 * @throws Cancelled
 */
export async function encodePng(picture: PngPicture, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, channels, depth } = picture;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = depth;
  header[9] = channels === 1 ? 0 : 2;
  const parts = [signature, ...chunk("IHDR", header), ...chunk("IDAT", ...(await pack(picture, signal)))];
  return joined([...parts, ...chunk("IEND")]);
}

async function pack(picture: PngPicture, signal: AbortSignal): Promise<Uint8Array[]> {
  const { width, height, channels, depth, writeRow } = picture;
  // A row starts with the number of its filter; 0 is none.
  const rowBytes = 1 + (width * channels * depth) / 8;
  const pause = openPauses(signal);
  const readRows = async (from: number, to: number): Promise<Uint8Array> => {
    const raw = new Uint8Array((to - from) * rowBytes);
    for (let y = from; y < to; y += 1) {
      await pause();
      writeRow(y, raw, (y - from) * rowBytes + 1);
    }
    return raw;
  };
  if (height * rowBytes <= wholeBytes) return [zlibSync(await readRows(0, height), { level })];
  const packed: Uint8Array[] = [];
  const zlib = new Zlib({ level }, (part) => packed.push(part));
  const rows = Math.max(1, Math.floor(pieceBytes / rowBytes));
  for (let y = 0; y < height; y += rows) {
    const end = Math.min(height, y + rows);
    zlib.push(await readRows(y, end), end === height);
  }
  return packed;
}

/** Length, type, data and checksum. */
function chunk(type: string, ...data: Uint8Array[]): Uint8Array[] {
  const body = joined([new TextEncoder().encode(type), ...data]);
  const frame = new DataView(new ArrayBuffer(8));
  frame.setUint32(0, body.length - 4);
  frame.setUint32(4, crc32(body));
  return [new Uint8Array(frame.buffer, 0, 4), body, new Uint8Array(frame.buffer, 4, 4)];
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
