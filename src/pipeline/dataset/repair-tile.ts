import type { Problem } from "../../domain/errors.ts";
import type { TileRow } from "../../storage/database.ts";
import { sourceGone } from "../tile/source-gone.ts";

/** How often the page may end while a tile is processed, before the tile no longer starts by itself. */
const mostInterruptions = 3;

/**
 * Repairs a tile's row after the page was closed, reloaded or crashed. Returns the same row object when nothing is
 * wrong.
 *
 * An unfinished tile is queued again when its pixels are stored. Otherwise it fails with `SourceGone`, because the
 * user's files are handles, and a closed page loses them. A tile that is too large for the browser's memory crashes
 * the whole page. Started again each time, it would lock the user out of the data set. After the third crash it
 * fails with `NeverFinished`, and the user decides.
 */
export function repairTile(row: TileRow): TileRow {
  const { record, folder } = row;
  if (record.status === "ready" || record.status === "failed") return row;
  if (record.status === "waiting" || folder === null) return failed(row, sourceGone(record.id));
  if (record.status === "queued") return row;
  const interruptions = (row.interruptions ?? 0) + 1;
  if (interruptions >= mostInterruptions) return failed(row, neverFinished(record.id));
  return { ...row, record: { ...record, status: "queued" }, interruptions };
}

function failed(row: TileRow, problem: Problem): TileRow {
  return { ...row, record: { ...row.record, status: "failed", problem }, interruptions: 0 };
}

function neverFinished(tile: string): Problem {
  return {
    tag: "NeverFinished",
    subject: tile,
    message: `Segmenting tile ${tile} was begun ${mostInterruptions} times, and each time the page ended before it was done.`,
    remedy:
      "If the page crashed, close other tabs and programs, or crop or bin the tile and drop it again; else segment it again.",
  };
}
