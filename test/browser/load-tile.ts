import { decode, encode } from "fast-png";
import type { LabelMap } from "../../src/domain/tile/label-map.ts";
import { channelNames } from "../../src/domain/tile/tile.ts";
import { drawTile } from "../unit/segmentation/draw-tile.ts";

declare const __SHARED__: string;

export interface EncodedTile {
  /** PNG files in the order of `channelNames`. */
  readonly files: readonly Uint8Array<ArrayBuffer>[];
  readonly truth: LabelMap;
  /** False where the reference tiles are not there and a drawn one stands in. */
  readonly real: boolean;
}

/** The reference tiles by the side of their pictures, px. */
const names = {
  2048: "f0ac7116-bb99-11e8-b2b9-ac1f6b6435d0",
  3072: "a7faf0b4-bb99-11e8-b2b9-ac1f6b6435d0",
} as const;

async function fetchPng(name: string, suffix: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(`/@fs${__SHARED__}/tiles/${name}_${suffix}.png`);
  if (!answer.ok || answer.headers.get("content-type") !== "image/png") throw new Error("not there");
  return new Uint8Array(await answer.arrayBuffer());
}

/** A real tile's files, or a drawn tile of the same size. */
export async function loadTile(side: keyof typeof names): Promise<EncodedTile> {
  try {
    const files = await Promise.all(channelNames.map((channel) => fetchPng(names[side], channel)));
    const { width, height, data } = decode(await fetchPng(names[side], "cellmask"));
    const labels = Uint16Array.from(data);
    const count = labels.reduce((most, label) => Math.max(most, label), 0);
    return { files, truth: { width, height, labels, count }, real: true };
  } catch {
    console.log("The reference tiles are not there: a drawn tile is used instead.");
    const { pixels, truth } = drawTile(side, side, 170, 1);
    const { width, height } = pixels;
    const files = channelNames.map((channel) => {
      const data = Uint8Array.from(pixels.channels[channel] ?? []);
      return new Uint8Array(encode({ width, height, data, channels: 1 }));
    });
    return { files, truth, real: false };
  }
}
