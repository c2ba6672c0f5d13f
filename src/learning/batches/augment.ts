import type { AugmentationOptions } from "../../domain/training/training-options.ts";
import type { RandomStream } from "../random.ts";

/**
 * Random changes to a training crop: one affine map (mirror, right angle, free rotation, zoom about the centre) and a
 * factor for each channel's intensity. The crop is sampled only once, bilinearly. Places outside of the crop are black,
 * like its letterbox. The code works on plain arrays, so the result is the same on every backend. Right angles and
 * mirrors alone only move pixels.
 */

/** Channels of a crop. */
const channels = 4;
const green = 1;

/**
 * The affine map of a crop. With coordinates relative to the centre, the output pixel (x, y) shows the source at
 * (xx x + xy y, yx x + yy y).
 */
interface SourceMap {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
}

/** The change of one crop: its affine map, the factors of its channels, and the channel that becomes green. */
export interface CropChange extends SourceMap {
  /** `[4]`, factors of the square-root encoded values, by output channel. */
  readonly gains: readonly number[];
  /** The source channel of the output's green channel. It differs from green for synthetic cells only. */
  readonly greenFrom: number;
}

/** Leaves a crop as it is. */
export const noChange: CropChange = { xx: 1, xy: 0, yx: 0, yy: 1, gains: [1, 1, 1, 1], greenFrom: green };

function drawMap(options: AugmentationOptions, random: RandomStream): SourceMap {
  const mirrorX = options.flips && random() < 0.5 ? -1 : 1;
  const mirrorY = options.flips && random() < 0.5 ? -1 : 1;
  const quarterTurns = options.rightAngles ? Math.floor(random() * 4) : 0;
  const angle = options.rotation > 0 ? ((random() * 2 - 1) * options.rotation * Math.PI) / 180 : 0;
  const zoom = options.scale > 0 ? 1 + (random() * 2 - 1) * options.scale : 1;
  const cosine = Math.cos(angle) / zoom;
  const sine = Math.sin(angle) / zoom;
  // Right angles swap entries, because the computed cos(90°) is not exactly 0.
  const turns: readonly SourceMap[] = [
    { xx: cosine, xy: -sine, yx: sine, yy: cosine },
    { xx: -sine, xy: -cosine, yx: cosine, yy: -sine },
    { xx: -cosine, xy: sine, yx: -sine, yy: -cosine },
    { xx: sine, xy: cosine, yx: -cosine, yy: sine },
  ];
  const turned = turns[quarterTurns]!;
  return {
    xx: turned.xx * mirrorX,
    xy: turned.xy * mirrorY,
    yx: turned.yx * mirrorX,
    yy: turned.yy * mirrorY,
  };
}

/** Draws one crop's change: first its map, then the intensities. */
export function drawChange(options: AugmentationOptions, random: RandomStream): CropChange {
  const map = drawMap(options, random);
  // A factor f for the intensity is a factor √f for the square-root encoded value.
  const gains = Array.from({ length: channels }, () =>
    options.intensity > 0 ? Math.sqrt(1 + (random() * 2 - 1) * options.intensity) : 1,
  );
  return { ...map, gains, greenFrom: green };
}

/**
 * Applies a change to a crop and writes the result as network input.
 * @param crop `[size, size, 4]`, 0..255, square-root encoded
 * @param into `[size, size, 4]`, 0..1. Every value is overwritten.
 */
export function augmentCrop(crop: Uint8Array, size: number, change: CropChange, into: Float32Array): void {
  const { xx, xy, yx, yy, greenFrom } = change;
  const gains = change.gains.map((gain) => gain / 255);
  const centre = (size - 1) / 2;
  const stride = size * channels;
  let to = 0;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1, to += channels) {
      const sourceX = centre + xx * (x - centre) + xy * (y - centre);
      const sourceY = centre + yx * (x - centre) + yy * (y - centre);
      const left = Math.floor(sourceX);
      const top = Math.floor(sourceY);
      const right = sourceX - left;
      const bottom = sourceY - top;
      const hasLeft = left >= 0 && left < size;
      const hasRight = left >= -1 && left < size - 1;
      const hasTop = top >= 0 && top < size;
      const hasBottom = top >= -1 && top < size - 1;
      const weight00 = hasLeft && hasTop ? (1 - right) * (1 - bottom) : 0;
      const weight10 = hasRight && hasTop ? right * (1 - bottom) : 0;
      const weight01 = hasLeft && hasBottom ? (1 - right) * bottom : 0;
      const weight11 = hasRight && hasBottom ? right * bottom : 0;
      const from = top * stride + left * channels;
      for (let channel = 0; channel < channels; channel += 1) {
        const at = from + (channel === green ? greenFrom : channel);
        const value =
          (weight00 > 0 ? weight00 * crop[at]! : 0) +
          (weight10 > 0 ? weight10 * crop[at + channels]! : 0) +
          (weight01 > 0 ? weight01 * crop[at + stride]! : 0) +
          (weight11 > 0 ? weight11 * crop[at + stride + channels]! : 0);
        into[to + channel] = Math.min(1, value * gains[channel]!);
      }
    }
  }
}

/** Writes a crop unchanged as network input: `[size, size, 4]`, 0..255 -> 0..1. */
export function scaleCrop(crop: Uint8Array, into: Float32Array): void {
  for (let index = 0; index < crop.length; index += 1) into[index] = crop[index]! / 255;
}
