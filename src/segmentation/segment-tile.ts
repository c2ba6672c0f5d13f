import type { SegmentationOptions } from "../domain/tile/segmentation-options.ts";
import type { TileId, TilePixels } from "../domain/tile/tile.ts";
import type { OpenCV } from "./opencv.ts";
import { openSegmentation, type TileSegmentation } from "./segmentation-stages.ts";

/**
 * Finds the cells of a tile: first the nuclei, in the blue channel, then the cell around each nucleus, in red and
 * yellow. It works at the scale at which a nucleus is about 40 px wide and returns label maps at full resolution. A
 * tile without nuclei has no cells; that is no error. It runs all stages of {@link openSegmentation} once; a preview
 * keeps the stages.
 *
 * @throws SegmentationFailed for more cells than 16-bit labels can tell apart, or when memory runs out.
 */
export function segmentTile(
  opencv: OpenCV,
  pixels: TilePixels,
  options: SegmentationOptions,
  tile: TileId,
): TileSegmentation {
  return openSegmentation(opencv, pixels, tile).segment(options);
}
