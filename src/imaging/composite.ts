import type { Picture } from "../domain/tile/picture.ts";

/**
 * Adds one channel to a picture in its colour.
 *
 * @param light `[height, width, 3]`, RGB, 0..255 and beyond; changed in place.
 * @param strength `[height, width]`, 0..1.
 * @param colour 0..255 each.
 */
export function addChannel(
  light: Float32Array,
  strength: Float32Array,
  colour: readonly [number, number, number],
): void {
  const [red, green, blue] = colour;
  for (let index = 0, at = 0; index < strength.length; index++, at += 3) {
    const value = strength[index]!;
    light[at]! += value * red;
    light[at + 1]! += value * green;
    light[at + 2]! += value * blue;
  }
}

/** Turns the sum of all channels into an opaque picture; values above 255 are clipped. */
export function finishPicture(light: Float32Array, width: number, height: number): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let from = 0, at = 0; at < rgba.length; from += 3, at += 4) {
    rgba[at] = light[from]!;
    rgba[at + 1] = light[from + 1]!;
    rgba[at + 2] = light[from + 2]!;
    rgba[at + 3] = 255;
  }
  return { width, height, rgba };
}
