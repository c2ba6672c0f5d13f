import { zlibSync } from "fflate";
import type { Box } from "../domain/cell/cell.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";

/**
 * Encodes the binary mask of one cell over the whole tile as COCO's compressed run-length counts.
 *
 * The mask is read column by column (Fortran order) as runs of zeros and ones in turn, beginning with zeros. From the
 * fourth run on, the difference to the run two before it is written instead of the run. Numbers are written in groups
 * of five bits, the least significant first, with bit 0x20 set while more groups follow, plus 48 to be printable.
 * Source: `rleEncode` and `rleToString` of cocodataset/cocoapi, common/maskApi.c.
 *
 * Only the cell's box is read. No pixel outside of it belongs to the cell, so the zeros there need only be counted.
 *
 * @param labels the tile's label map.
 * @param number the cell's number; a number that does not occur in the box gives an empty mask.
 * @param box half-open box in px that encloses the whole cell and is inside of the map.
 */
export function encodeCounts(labels: LabelMap, number: number, box: Box): string {
  const { width, height } = labels;
  const values = labels.labels;
  const runs: number[] = [];
  // The current run of ones, as half-open positions in Fortran order. The last run in `runs` ended at `written`.
  let start = 0;
  let end = 0;
  let written = 0;
  for (let x = box.left; x < box.right; x += 1) {
    const column = x * height;
    for (let y = box.top; y < box.bottom; y += 1) {
      if (values[y * width + x] !== number) continue;
      const position = column + y;
      // A run can continue from the bottom of one column to the top of the next.
      if (position === end && end > start) {
        end += 1;
        continue;
      }
      if (end > start) {
        runs.push(start - written, end - start);
        written = end;
      }
      start = position;
      end = position + 1;
    }
  }
  if (end > start) {
    runs.push(start - written, end - start);
    written = end;
  }
  if (written < width * height) runs.push(width * height - written);
  return countsText(runs);
}

/** Encodes a cell's mask for the Kaggle submission: the counts, zlib-compressed (RFC 1950), in base64 (RFC 4648). */
export function encodeMask(labels: LabelMap, number: number, box: Box): string {
  const counts = encodeCounts(labels, number, box);
  const bytes = new Uint8Array(counts.length);
  for (let i = 0; i < counts.length; i += 1) bytes[i] = counts.charCodeAt(i);
  return base64(zlibSync(bytes, { level: 9 }));
}

function countsText(runs: readonly number[]): string {
  let text = "";
  for (let i = 0; i < runs.length; i += 1) {
    // Signed 32-bit shifts are safe: a tile has at most 16,384 x 16,384 = 2^28 px.
    let value = (runs[i] ?? 0) - (i > 2 ? (runs[i - 2] ?? 0) : 0);
    let more = true;
    while (more) {
      let group = value & 0x1f;
      value >>= 5;
      // The number ends when the rest is only the sign, because the reader extends the sign from bit 0x10.
      more = (group & 0x10) !== 0 ? value !== -1 : value !== 0;
      if (more) group |= 0x20;
      text += String.fromCharCode(group + 48);
    }
  }
  return text;
}

function base64(bytes: Uint8Array): string {
  // The bytes are converted in pieces, because the number of arguments of one call is limited.
  const piece = 8192;
  let text = "";
  for (let i = 0; i < bytes.length; i += piece) text += String.fromCharCode(...bytes.subarray(i, i + piece));
  return btoa(text);
}
