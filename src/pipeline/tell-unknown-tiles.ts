import type { Problem } from "../domain/errors.ts";
import type { TileId } from "../domain/tile.ts";
import { countUnknownTiles } from "../storage/weak-label-store.ts";

/**
 * One problem for each annotation table that names tiles which are not in the data set. It is never stored, but told
 * anew from what is there, so it goes by itself when the tiles come.
 *
 * @param present the tiles of the data set.
 */
export async function tellUnknownTiles(present: ReadonlySet<TileId>): Promise<Problem[]> {
  const unknown = await countUnknownTiles(present);
  return [...unknown].map(([table, { first, count }]) => ({
    tag: "UnknownTile",
    subject: table,
    message:
      count === 1
        ? `${table} has labels for tile ${first}, which is not in the data set.`
        : `${table} has labels for ${count.toLocaleString("en-US")} tiles that are not in the data set, ${first} among them.`,
    remedy: "Nothing is lost: the labels are kept and used once the tiles are dropped.",
  }));
}
