import { encode } from "fast-png";
import type { LabelMap } from "../domain/tile/label-map.ts";

/** Encodes a label map as a 16-bit grayscale PNG without loss: 0 is background, 1..count are instances. */
export function encodeLabelPng(map: LabelMap): Uint8Array {
  return encode({ width: map.width, height: map.height, data: map.labels, channels: 1, depth: 16 });
}
