import { runSteps } from "../domain/run-steps.ts";
import type { ChannelDisplay } from "../domain/tile/channel-display.ts";
import type { Picture } from "../domain/tile/picture.ts";
import { type ChannelName, channelNames, type TilePixels } from "../domain/tile/tile.ts";
import { addChannel, finishPicture } from "./composite.ts";
import { contrastRange } from "./normalise.ts";
import { makeResampler } from "./resample.ts";

/** The colours in which the stains are usually shown, RGB 0..255. */
const colours: Readonly<Record<ChannelName, ChannelDisplay["colour"]>> = {
  red: [255, 0, 0],
  green: [0, 255, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
};

/**
 * Draws a small picture of the whole tile: the sum of its channels in their stains' colours, each with its own
 * automatic contrast.
 *
 * @param side the picture's longer side, px; the picture has the tile's aspect ratio.
 */
export function drawThumbnail(pixels: TilePixels, side: number): Picture {
  return runSteps(drawThumbnailInSteps(pixels, side));
}

/** The same in steps (`runSteps`). */
export function* drawThumbnailInSteps(pixels: TilePixels, side: number): Generator<void, Picture> {
  const scale = side / Math.max(pixels.width, pixels.height);
  const width = Math.max(1, Math.round(pixels.width * scale));
  const height = Math.max(1, Math.round(pixels.height * scale));
  const window = { left: 0, top: 0, width: pixels.width, height: pixels.height };
  const resampler = makeResampler(pixels.width, pixels.height, window, width, height);
  const light = new Float32Array(width * height * 3);
  const plane = new Float32Array(width * height);
  for (const name of channelNames) {
    const samples = pixels.channels[name];
    if (samples === null) continue;
    yield* resampler.resampleInSteps(samples, plane);
    const [low, high] = contrastRange(samples);
    for (let index = 0; index < plane.length; index++) {
      plane[index] = Math.min(1, Math.max(0, (plane[index]! - low) / (high - low)));
    }
    addChannel(light, plane, colours[name]);
  }
  return finishPicture(light, width, height);
}
