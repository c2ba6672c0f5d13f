import type { LabelMap } from "../domain/tile/label-map.ts";
import type { Picture } from "../domain/tile/picture.ts";
import type { TilePixels } from "../domain/tile/tile.ts";
import { drawThumbnailInSteps } from "./draw-thumbnail.ts";

/** Opacity of a cell's colour inside of its outline, 0..1. */
const tint = 0.2;

/**
 * An outline is 1 px wide for each 600 px of the longer side, so that it is visible on a screen in a large picture too.
 */
const outlineShare = 600;

/** Degrees between the hues of successive numbers: the golden angle keeps a few successive hues far apart. */
const hueStep = 137.508;

/**
 * Draws the tile's channels in the colours of their stains. Each cell is tinted and outlined in a colour that depends
 * on its number. The drawing works in steps (`runSteps`).
 *
 * @param longestSide px; a larger tile is reduced to it, a smaller tile is drawn at its own size.
 */
export function* drawLabelPreview(pixels: TilePixels, cells: LabelMap, longestSide: number): Generator<void, Picture> {
  const picture = yield* drawThumbnailInSteps(pixels, Math.min(longestSide, Math.max(pixels.width, pixels.height)));
  const { width, height, rgba } = picture;
  const labels = reduceLabels(cells, width, height);
  const reach = Math.max(1, Math.round(Math.max(width, height) / outlineShare));
  const colours = new Map<number, readonly [number, number, number]>();
  for (let y = 0; y < height; y++) {
    yield;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const label = labels[at]!;
      if (label === 0) continue;
      let colour = colours.get(label);
      if (colour === undefined) {
        colour = labelColour(label);
        colours.set(label, colour);
      }
      const outline =
        differs(at, Math.min(x, reach), -1) ||
        differs(at, Math.min(width - 1 - x, reach), 1) ||
        differs(at, Math.min(y, reach), -width) ||
        differs(at, Math.min(height - 1 - y, reach), width);
      const share = outline ? 1 : tint;
      for (let part = 0; part < 3; part++) {
        const below = rgba[4 * at + part]!;
        rgba[4 * at + part] = below + share * (colour[part]! - below);
      }
    }
  }
  return picture;

  /** Whether there is another label within so many steps in one direction. */
  function differs(at: number, steps: number, step: number): boolean {
    for (let taken = 1; taken <= steps; taken++) if (labels[at + taken * step] !== labels[at]) return true;
    return false;
  }
}

/** @returns `[height, width]`: each px has the label at its middle. */
function reduceLabels(cells: LabelMap, width: number, height: number): Uint16Array {
  const labels = new Uint16Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * cells.height) / height) * cells.width;
    for (let x = 0; x < width; x++) {
      labels[y * width + x] = cells.labels[row + Math.floor(((x + 0.5) * cells.width) / width)]!;
    }
  }
  return labels;
}

/** A bright, saturated colour for a number, RGB 0..255. */
function labelColour(number: number): readonly [number, number, number] {
  const hue = (number * hueStep) % 360;
  const part = (offset: number) => {
    // HSV to RGB with saturation 0.75 and value 1.
    const k = (offset + hue / 60) % 6;
    return 255 * (1 - 0.75 * Math.max(0, Math.min(k, 4 - k, 1)));
  };
  return [part(5), part(3), part(1)];
}
