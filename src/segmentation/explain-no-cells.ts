import type { Problem } from "../domain/errors.ts";
import type { SegmentationOptions } from "../domain/tile/segmentation-options.ts";
import type { Samples, TileId, TilePixels } from "../domain/tile/tile.ts";
import type { OpenCV } from "./opencv.ts";
import { openSegmentation } from "./segmentation-stages.ts";

/** When more than this share of the pixels is saturated, nuclei cannot be told from their surroundings. */
const mostSaturated = 0.5;

/**
 * Finds out why segmentation found no cell. It looks at the blue channel first, then it tries one option after the
 * other to find the one that the user should change.
 *
 * @param options the options that found no cell, with the diameter in px.
 */
export function explainNoCells(
  opencv: OpenCV,
  pixels: TilePixels,
  options: SegmentationOptions,
  tile: TileId,
): Problem {
  const told = (message: string, remedy: string): Problem => ({ tag: "NoCells", subject: tile, message, remedy });
  const blue = describeSamples(pixels.channels.blue, pixels.bitDepth);
  if (blue.least === blue.most) {
    return told(
      `Tile ${tile} has no cells: its blue channel is ${blue.most} everywhere.`,
      "Check that the file is the nuclear stain and was exported with its contrast, and drop it again.",
    );
  }
  if (blue.saturated > mostSaturated) {
    return told(
      `Tile ${tile} has no cells: ${Math.round(100 * blue.saturated)} % of its blue channel are saturated.`,
      "Export the nuclear stain with a lower gain or brightness, and drop it again.",
    );
  }
  const stages = openSegmentation(opencv, pixels, tile);
  const count = (change: Partial<SegmentationOptions>) => stages.segment({ ...options, ...change }).cells.count;
  if (options.borderCells === "drop") {
    const cut = count({ borderCells: "keep" });
    if (cut > 0) {
      return told(
        `Tile ${tile} has no cells: the border cuts ${cut === 1 ? "its only nucleus" : `all of its ${cut} nuclei`}.`,
        "Keep border cells, and apply that to the tile.",
      );
    }
  }
  const small = count({ smallestArea: 0, borderCells: "keep" });
  if (small > 0) {
    return told(
      `Tile ${tile} has no cells: ${small === 1 ? "the only nucleus" : `each of ${small} nuclei`} is under the smallest area.`,
      options.nucleusDiameter === null
        ? "Lower the smallest area, and apply that to the tile."
        : "Lower the smallest area or the nucleus diameter, and apply that to the tile.",
    );
  }
  const dim = count({ nucleusSensitivity: 1, smallestArea: 0, borderCells: "keep" });
  if (dim > 0) {
    return told(
      `No nuclei were found in tile ${tile}: what is there is too dim.`,
      "Raise the nucleus sensitivity, and apply that to the tile.",
    );
  }
  return told(
    `No nuclei were found in tile ${tile}: nothing in its blue channel stands out from the noise.`,
    options.nucleusDiameter === null
      ? "Check its blue channel; if you see nuclei, enter their diameter, and apply that to the tile."
      : "Check its blue channel; if you see nuclei, correct their diameter, and apply that to the tile.",
  );
}

function describeSamples(samples: Samples | null, bitDepth: 8 | 16) {
  const fullScale = 2 ** bitDepth - 1;
  let [least, most, saturated] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const sample of samples ?? [0]) {
    if (sample < least) least = sample;
    if (sample > most) most = sample;
    if (sample === fullScale) saturated++;
  }
  return { least, most, saturated: saturated / Math.max(1, samples?.length ?? 1) };
}
