import { zlibSync } from "fflate";
import { openPauses } from "../domain/open-pauses.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";

/** A strip has so many rows that it takes at most about this many bytes uncompressed; TIFF 6.0 advises small strips. */
const stripBytes = 256 * 1024;

/** TIFF 6.0 field types. */
const short = 3;
const long = 4;

/**
 * Encodes a label map as a 16-bit grayscale TIFF without loss: 0 is background, 1..count are instances. The file is
 * little-endian, in strips, and compressed with Deflate (Adobe's compression 8), which ImageJ, CellProfiler, QuPath and
 * tifffile read.
 * @throws Cancelled when the signal is aborted.
 */
export async function encodeLabelTiff(
  { width, height, labels }: LabelMap,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const rows = Math.max(1, Math.min(height, Math.floor(stripBytes / (2 * width))));
  const strips: Uint8Array[] = [];
  const pause = openPauses(signal);
  for (let top = 0; top < height; top += rows) {
    await pause();
    strips.push(zlibSync(littleEndian(labels.subarray(top * width, Math.min(height, top + rows) * width))));
  }
  // The file: header, strips, the lists of their places and lengths, directory. Every part starts at an even byte.
  let end = 8;
  const offsets = strips.map((strip) => {
    const offset = end;
    end += strip.length + (strip.length % 2);
    return offset;
  });
  const lists = end;
  const inline = strips.length === 1;
  const directory = lists + (inline ? 0 : 8 * strips.length);
  const fields = [
    [256, long, 1, width],
    [257, long, 1, height],
    [258, short, 1, 16],
    [259, short, 1, 8],
    // 0 is black.
    [262, short, 1, 1],
    [273, long, strips.length, inline ? 8 : lists],
    [277, short, 1, 1],
    [278, long, 1, rows],
    [279, long, strips.length, inline ? (strips[0]?.length ?? 0) : lists + 4 * strips.length],
    // Samples are unsigned integers.
    [339, short, 1, 1],
  ] as const;
  const bytes = new Uint8Array(directory + 2 + 12 * fields.length + 4);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, directory, true);
  strips.forEach((strip, index) => {
    bytes.set(strip, offsets[index]);
    if (inline) return;
    view.setUint32(lists + 4 * index, offsets[index]!, true);
    view.setUint32(lists + 4 * (strips.length + index), strip.length, true);
  });
  view.setUint16(directory, fields.length, true);
  fields.forEach(([tag, type, count, value], index) => {
    const at = directory + 2 + 12 * index;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    // A short is in the first two of the four bytes.
    if (type === short) view.setUint16(at + 8, value, true);
    else view.setUint32(at + 8, value, true);
  });
  return bytes;
}

function littleEndian(values: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    bytes[2 * at] = value;
    bytes[2 * at + 1] = value >> 8;
  }
  return bytes;
}
