import type { Picture } from "../domain/tile/picture.ts";

/**
 * Colours of the values 0, 0.25, 0.5, 0.75 and 1, RGB 0..255: like a black body, from a deep violet to a light yellow.
 * They differ in brightness too, so they can be told apart without seeing hues.
 */
const stops = [
  [70, 10, 105],
  [150, 35, 110],
  [220, 70, 65],
  [250, 150, 25],
  [252, 250, 165],
] as const;

function colourAt(value: number, channel: 0 | 1 | 2): number {
  const place = value * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(place));
  const [from, to] = [stops[below]?.[channel] ?? 0, stops[below + 1]?.[channel] ?? 0];
  return from + (to - from) * (place - below);
}

/**
 * Draws a coarse map as a heat map to lay over a picture. The map is enlarged bilinearly between the centres of its
 * places, as OpenCV does, and torch with `align_corners=False`. Strong places are bright and opaque; 0 is transparent.
 *
 * @param map `[side, side]`, row-major, >= 0.
 * @param strongest the value that is drawn opaque; 0 draws nothing.
 * @param size side of the picture, px.
 */
export function drawHeat(map: Float32Array, side: number, strongest: number, size: number): Picture {
  const rgba = new Uint8ClampedArray(size * size * 4);
  if (strongest <= 0) return { width: size, height: size, rgba };
  const places = Array.from({ length: size }, (_, pixel) => {
    const place = Math.min(side - 1, Math.max(0, ((pixel + 0.5) * side) / size - 0.5));
    const below = Math.floor(place);
    return { below, above: Math.min(side - 1, below + 1), share: place - below };
  });
  const at = (row: number, column: number) => map[row * side + column]!;
  places.forEach((y, row) => {
    places.forEach((x, column) => {
      const top = at(y.below, x.below) * (1 - x.share) + at(y.below, x.above) * x.share;
      const bottom = at(y.above, x.below) * (1 - x.share) + at(y.above, x.above) * x.share;
      const value = Math.min(1, (top * (1 - y.share) + bottom * y.share) / strongest);
      rgba.set([colourAt(value, 0), colourAt(value, 1), colourAt(value, 2), 255 * value], (row * size + column) * 4);
    });
  });
  return { width: size, height: size, rgba };
}
