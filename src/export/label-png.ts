import type { LabelMap } from "../domain/tile/label-map.ts";
import { encodePng } from "./encode-png.ts";

/**
 * A label map as a 16-bit grayscale PNG: samples 0 background, 1..count instances, exact.
 *
 * @throws Cancelled
 */
export function encodeLabelPng(
  { width, height, labels }: LabelMap,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const writeRow = (y: number, into: Uint8Array, first: number) => {
    for (let at = first, from = y * width; from < (y + 1) * width; from += 1, at += 2) {
      const label = labels[from]!;
      into[at] = label >> 8;
      into[at + 1] = label;
    }
  };
  return encodePng({ width, height, channels: 1, depth: 16, writeRow }, signal);
}
