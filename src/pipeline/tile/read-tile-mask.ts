import { problemError } from "../../domain/errors.ts";
import type { LabelMap } from "../../domain/tile/label-map.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { decodeLabels } from "../../ingest/decode/decode-labels.ts";
import type { StoredMaskFile } from "../../storage/database.ts";
import { readMask } from "../../storage/mask-store.ts";

/**
 * Reads the label map of a stored mask file.
 *
 * @param size The tile's size, px.
 * @throws MaskMismatch when the mask has another size; StorageBroken; and what `decodeLabels` throws.
 */
export async function readTileMask(
  { fileName, stored }: StoredMaskFile,
  size: { readonly width: number; readonly height: number },
  tileId: TileId,
): Promise<LabelMap> {
  const map = await decodeLabels(await readMask(stored, fileName), fileName);
  if (map.width === size.width && map.height === size.height) return map;
  throw problemError({
    tag: "MaskMismatch",
    subject: fileName,
    message: `${fileName} is ${map.width} x ${map.height} px, but tile ${tileId} is ${size.width} x ${size.height} px.`,
    remedy: "Drop a mask of the tile's own size: enlarge it without smoothing (nearest neighbour), or export it again.",
  });
}
