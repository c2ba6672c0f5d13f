import type { Problem } from "../../domain/errors.ts";
import type { TileRow } from "../../storage/database.ts";

/** How often a tile may go down with the page before it is no longer begun by itself. */
const mostInterruptions = 3;

/**
 * A tile's row after the page was closed, reloaded or crashed; the very row given when nothing is to be mended.
 *
 * A tile that was not done is queued again when its pixels are stored, and fails with `SourceGone` when they are not: files
 * of the user's are handles, and a closed page loses them. A tile too large for the browser's memory takes the whole page
 * with it, and begun again at every start it would lock the user out of the data set: after the third time it fails with
 * `NeverFinished`, and the user decides.
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

function sourceGone(tile: string): Problem {
  return {
    tag: "SourceGone",
    subject: tile,
    message: `The files of tile ${tile} were not read before the page was closed.`,
    remedy: "Drop them again.",
  };
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
