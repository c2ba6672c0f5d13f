import { encode } from "fast-png";
import { channelNames } from "../domain/tile/tile.ts";
import type { SampleTile } from "./generate-tile.ts";

/** A made-up tile as four grayscale PNG files, named as HPA tiles are: `<id>_red.png` and so on. */
export function sampleFiles(tile: SampleTile): { name: string; bytes: Uint8Array }[] {
  const { width, height, bitDepth, channels } = tile.pixels;
  return channelNames.flatMap((channel) => {
    const data = channels[channel];
    if (data === null) return [];
    const bytes = encode({ width, height, data, channels: 1, depth: bitDepth });
    return [{ name: `${tile.name}_${channel}.png`, bytes }];
  });
}

/** The annotation table of made-up tiles, as `train.csv` has it: `ID,Label`, labels joined with `|`. */
export function sampleTable(tiles: Iterable<Pick<SampleTile, "name" | "weakLabel">>): string {
  return ["ID,Label", ...Array.from(tiles, ({ name, weakLabel }) => `${name},${weakLabel.join("|")}`), ""].join("\n");
}
