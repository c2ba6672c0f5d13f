import { encode } from "fast-png";
import { channelNames } from "../domain/tile/tile.ts";
import type { SampleTile } from "./generate-tile.ts";

/**
 * Encodes a generated tile as one grayscale PNG file for each channel, named like HPA tiles: `<id>_red.png` and so on.
 */
export function sampleFiles(tile: SampleTile): { name: string; bytes: Uint8Array }[] {
  const { width, height, bitDepth, channels } = tile.pixels;
  return channelNames.flatMap((channel) => {
    const data = channels[channel];
    if (data === null) return [];
    const bytes = encode({ width, height, data, channels: 1, depth: bitDepth });
    return [{ name: `${tile.name}_${channel}.png`, bytes }];
  });
}

/** Writes the annotation table of generated tiles in the format of `train.csv`: `ID,Label`, labels joined with `|`. */
export function sampleTable(tiles: Iterable<Pick<SampleTile, "name" | "weakLabel">>): string {
  return ["ID,Label", ...Array.from(tiles, ({ name, weakLabel }) => `${name},${weakLabel.join("|")}`), ""].join("\n");
}
