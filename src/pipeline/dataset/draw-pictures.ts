import type { ChannelDisplays } from "../../domain/tile/channel-display.ts";
import type { Picture } from "../../domain/tile/picture.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { drawCrop } from "../../imaging/draw-crop.ts";
import { openCropSource } from "../../storage/crop-store.ts";
import { readThumbnail } from "../../storage/thumbnail-store.ts";
import { loadReadyTile } from "../tile/ready-tile.ts";

/** @throws StorageBroken when the tile is not segmented. */
export async function loadThumbnail(tileId: TileId): Promise<Picture> {
  const { folder } = await loadReadyTile(tileId);
  return readThumbnail(folder, tileId);
}

/**
 * Draws the stored crop of one cell in the viewer's colours.
 *
 * @throws StorageBroken when there is no such cell.
 */
export async function drawStoredCrop(tileId: TileId, number: number, displays: ChannelDisplays): Promise<Picture> {
  const { record, generation } = await loadReadyTile(tileId);
  const { size } = generation.crop;
  const crop = await openCropSource(size).read(tileId, [number]);
  return drawCrop(crop, size, record.bitDepth ?? 8, displays);
}
