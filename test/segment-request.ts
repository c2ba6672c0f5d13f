import { defaultCropOptions } from "../src/domain/tile/crop-options.ts";
import type { ProcessTileRequest } from "../src/domain/tile/process-tile-request.ts";
import { defaultSegmentationOptions } from "../src/domain/tile/segmentation-options.ts";
import type { TileId } from "../src/domain/tile/tile.ts";

/** A request to segment a tile with the default options. Without a source in `changes` it reads the stored pixels. */
export function segmentRequest(tileId: TileId, changes: Partial<ProcessTileRequest> = {}): ProcessTileRequest {
  return {
    tileId,
    source: null,
    without: [],
    segmentation: defaultSegmentationOptions,
    own: null,
    crop: defaultCropOptions,
    cellsFrom: "segmentation",
    ...changes,
  };
}
