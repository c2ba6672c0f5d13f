import type { SegmentationOptions } from "../domain/tile/segmentation-options.ts";
import type { TileId, TilePixels } from "../domain/tile/tile.ts";
import type { OpenCV } from "./opencv.ts";
import { openSegmentation, type TileSegmentation } from "./segmentation-stages.ts";

/**
 * Finds the cells of a tile: nuclei first, from the blue channel, then each nucleus's cell, from red and yellow. Works
 * at the scale at which a nucleus is about 40 px wide and returns label maps at full resolution. A tile without nuclei
 * has no cells; that is no error. One fresh run through the same stages that a preview keeps.
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
