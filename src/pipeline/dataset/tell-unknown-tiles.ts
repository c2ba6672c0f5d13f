import type { Problem } from "../../domain/errors.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { loadAllMasks } from "../../storage/mask-store.ts";
import { countUnknownTiles } from "../../storage/weak-label-store.ts";

/**
 * Lists the labels and masks whose tiles are not in the data set: one problem for each annotation table, and one for
 * the masks. These problems are not stored. They are made again from the stored labels and masks, so they vanish
 * when the tiles come.
 *
 * @param present The tiles of the data set.
 */
export async function tellUnknownTiles(present: ReadonlySet<TileId>): Promise<Problem[]> {
  const unknown = await countUnknownTiles(present);
  const ofLabels = [...unknown].map(
    ([table, { first, count }]): Problem => ({
      tag: "UnknownTile",
      subject: table,
      message:
        count === 1
          ? `${table} has labels for tile ${first}, which is not in the data set.`
          : `${table} has labels for ${count.toLocaleString("en-US")} tiles that are not in the data set, ${first} among them.`,
      remedy: "Nothing is lost: the labels are kept and used once the tiles are dropped.",
    }),
  );
  return [...ofLabels, ...(await tellUnknownMasks(present))];
}

async function tellUnknownMasks(present: ReadonlySet<TileId>): Promise<Problem[]> {
  const masks = (await loadAllMasks()).filter(({ tileId, quiet }) => !quiet && !present.has(tileId));
  const [first] = masks;
  if (first === undefined) return [];
  const name = (first.cells ?? first.nuclei)?.fileName ?? first.tileId;
  return [
    {
      tag: "UnknownTile",
      subject: name,
      message:
        masks.length === 1
          ? `${name} is a mask of tile ${first.tileId}, which is not in the data set.`
          : `${masks.length.toLocaleString("en-US")} tiles that have a mask are not in the data set, ${first.tileId} among them.`,
      remedy:
        "Nothing is lost: masks are kept and used once the tiles are dropped. A tile's own image needs another name.",
    },
  ];
}
