import { encode } from "fast-png";
import type { LabelMap } from "../domain/tile/label-map.ts";

/** A label map as a 16-bit grayscale PNG: samples 0 background, 1..count instances, exact. */
export function encodeLabelPng(map: LabelMap): Uint8Array {
  return encode({ width: map.width, height: map.height, data: map.labels, channels: 1, depth: 16 });
}
