import type { Problem } from "../../domain/errors.ts";

/** The problem of a tile whose files were not read before the page was closed. */
export function sourceGone(tileId: string): Problem {
  return {
    tag: "SourceGone",
    subject: tileId,
    message: `The files of tile ${tileId} were not read before the page was closed.`,
    remedy: "Drop them again.",
  };
}
