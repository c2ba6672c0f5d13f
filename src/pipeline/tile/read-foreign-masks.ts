import { problemError } from "../../domain/errors.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import type { ForeignMasks } from "../../segmentation/adopt-masks.ts";
import { loadMasks } from "../../storage/mask-store.ts";
import { readTileMask } from "./read-tile-mask.ts";

/**
 * Reads the label maps that become a tile's cells.
 *
 * @param size The tile's size, px.
 * @throws MaskMismatch when there is no mask, the mask has another size, or it holds no cell; and what
 * `readTileMask` throws.
 */
export async function readForeignMasks(
  tileId: TileId,
  size: { readonly width: number; readonly height: number },
): Promise<ForeignMasks> {
  const mask = (await loadMasks([tileId])).get(tileId);
  if (!mask?.cells) {
    throw problemError({
      tag: "MaskMismatch",
      subject: tileId,
      message: `Tile ${tileId} has no mask of its cells.`,
      remedy: "Drop one, for instance <tile>_cellmask.png.",
    });
  }
  const cells = await readTileMask(mask.cells, size, tileId);
  if (cells.count === 0) {
    throw problemError({
      tag: "MaskMismatch",
      subject: mask.cells.fileName,
      message: `${mask.cells.fileName} holds no cell.`,
      remedy: "Drop another mask, or keep the cells that were found.",
    });
  }
  return { cells, nuclei: mask.nuclei === null ? null : await readTileMask(mask.nuclei, size, tileId) };
}
