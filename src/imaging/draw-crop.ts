import type { ChannelDisplays } from "../domain/tile/channel-display.ts";
import type { Picture } from "../domain/tile/picture.ts";
import { channelNames } from "../domain/tile/tile.ts";
import { addChannel, finishPicture } from "./composite.ts";
import { decodeSquareRoot } from "./square-root-codes.ts";

/**
 * Draws a stored crop in the viewer's colours and contrast.
 *
 * @param crop `[size, size, 4]`, row-major, channels red green blue yellow, 0..255, square-root encoded.
 * @param bitDepth bit depth of the tile that the crop was cut from; the contrast of `displays` is in its unit.
 */
export function drawCrop(crop: Uint8Array, size: number, bitDepth: 8 | 16, displays: ChannelDisplays): Picture {
  const fullScale = bitDepth === 8 ? 255 : 65_535;
  const light = new Float32Array(size * size * 3);
  const strength = new Float32Array(size * size);
  channelNames.forEach((name, channel) => {
    const { visible, colour, contrast } = displays[name];
    if (!visible) return;
    const [low, high] = contrast;
    const span = Math.max(high - low, Number.MIN_VALUE);
    const shown = Float32Array.from({ length: 256 }, (_, code) =>
      Math.min(1, Math.max(0, (decodeSquareRoot(code) * fullScale - low) / span)),
    );
    for (let index = 0, at = channel; index < strength.length; index++, at += 4) {
      strength[index] = shown[crop[at]!]!;
    }
    addChannel(light, strength, colour);
  });
  return finishPicture(light, size, size);
}
