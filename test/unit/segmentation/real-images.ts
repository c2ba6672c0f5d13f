import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { decode } from "fast-png";
import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import { channelNames, type Samples, type TilePixels } from "../../../src/domain/tile/tile.ts";

/** The folder of reference images beside the project; it need not be there. */
const shared = resolve(import.meta.dirname, "../../../../shared");
const tileFolder = resolve(shared, "tiles");
const nucleusFolder = resolve(shared, "nuclei");

interface GrayImage {
  readonly width: number;
  readonly height: number;
  readonly samples: Samples;
}

/** Reads a PNG as one channel; colours are averaged. */
function readGray(path: string): GrayImage {
  const { width, height, data, channels } = decode(readFileSync(path));
  if (data instanceof Uint8ClampedArray) throw new TypeError(`${path}: unexpected samples`);
  if (channels === 1) return { width, height, samples: data };
  const samples = new Uint8Array(width * height);
  for (let pixel = 0; pixel < samples.length; pixel++) {
    const at = pixel * channels;
    samples[pixel] = Math.round((data[at]! + data[at + 1]! + data[at + 2]!) / 3);
  }
  return { width, height, samples };
}

function readLabels(path: string): LabelMap {
  const { width, height, samples } = readGray(path);
  const labels = Uint16Array.from(samples);
  return {
    width,
    height,
    labels,
    count: labels.reduce((most, label) => Math.max(most, label), 0),
  };
}

export interface RealTile {
  readonly name: string;
  readonly pixels: TilePixels;
  /** The cells that HPA-Cell-Segmentation found. */
  readonly truth: LabelMap;
}

/** Reads the HPA tiles with reference masks, at most `most` of them; none when the folder is missing. */
export function readRealTiles(most = Number.POSITIVE_INFINITY): RealTile[] {
  if (!existsSync(tileFolder)) return [];
  const names = readdirSync(tileFolder)
    .filter((file) => file.endsWith("_cellmask.png"))
    .map((file) => file.replace("_cellmask.png", ""))
    .slice(0, most);
  return names.map((name) => {
    const images = channelNames.map((channel) => readGray(resolve(tileFolder, `${name}_${channel}.png`)));
    const [red, green, blue, yellow] = images.map(({ samples }) => samples) as [Samples, Samples, Samples, Samples];
    const { width, height } = images[0]!;
    return {
      name,
      pixels: { width, height, bitDepth: 8, channels: { red, green, blue, yellow } },
      truth: readLabels(resolve(tileFolder, `${name}_cellmask.png`)),
    };
  });
}

export interface RealNuclei {
  readonly name: string;
  readonly image: GrayImage;
  readonly truth: LabelMap;
}

/** Reads the fluorescence images of nuclei with instance masks; none when the folder is missing. */
export function readRealNuclei(): RealNuclei[] {
  if (!existsSync(nucleusFolder)) return [];
  return readdirSync(nucleusFolder)
    .filter((file) => file.endsWith("_label.png"))
    .map((file) => file.replace("_label.png", ""))
    .map((name) => ({
      name,
      image: readGray(resolve(nucleusFolder, `${name}.png`)),
      truth: readLabels(resolve(nucleusFolder, `${name}_label.png`)),
    }));
}
