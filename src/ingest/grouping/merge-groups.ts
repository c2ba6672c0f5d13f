import type { Problem } from "../../domain/errors.ts";
import {
  type ChannelName,
  channelNames,
  type SourceFile,
  type TileId,
  type TileSource,
} from "../../domain/tile/tile.ts";
import { fileBytes } from "../files/file-bytes.ts";
import { describeGroup } from "./describe-group.ts";
import { sameFile } from "./same-file.ts";
import type { TileGroup } from "./tile-group.ts";

/**
 * The parts of a group that matter when more files come in. A `DuplicateChannel` problem is kept; all other
 * problems are found again from the files.
 */
type Files = Pick<TileGroup, "tileId" | "source"> & { readonly problem?: Problem | null };

/**
 * Merges two groups of files of one tile, for instance when the missing channels of a waiting tile come later. The
 * same file in both (equal name without folders, equal size) is kept once. A file of zero bytes is replaced by any
 * other. Neither argument is changed.
 *
 * @param onConflict what happens with two different files for one channel, or with a stack beside channel files.
 * "keep": the existing file stays, and the group gets a `DuplicateChannel` problem that names both. "replace": the
 * added file is taken, because a failed tile gets a better copy.
 */
export function mergeGroups(existing: Files, added: Files, onConflict: "keep" | "replace" = "keep"): TileGroup {
  if (onConflict === "replace") {
    const group = describeGroup(existing.tileId, mergeSources(added.source, existing.source).source);
    // "replace" settles conflicts with the earlier files only. The added files may still contradict each other.
    return added.problem?.tag === "DuplicateChannel" ? { ...group, problem: added.problem } : group;
  }
  const { source, conflict } = mergeSources(existing.source, added.source);
  const problem = conflict ? duplicateChannel(existing.tileId, conflict) : null;
  const earlier = [existing.problem, added.problem].find((known) => known?.tag === "DuplicateChannel");
  const group = describeGroup(existing.tileId, source);
  return { ...group, problem: earlier ?? problem ?? group.problem };
}

/** Two different files for the same part of a tile. */
interface Conflict {
  /** The part that both files claim, for instance "the red channel". */
  readonly claim: string;
  readonly files: readonly [SourceFile, SourceFile];
}

/** Merges two sources. Where both have a file, the one of `first` is taken. */
function mergeSources(first: TileSource, second: TileSource): { source: TileSource; conflict: Conflict | null } {
  if (first.kind === "stack" || second.kind === "stack") {
    const [a, b] = [anyFile(first), anyFile(second)];
    if (!a || !b) return { source: a ? first : second, conflict: null };
    if (sameFile(a, b) || fileBytes(b) === 0) return { source: first, conflict: null };
    if (fileBytes(a) === 0) return { source: second, conflict: null };
    return { source: first, conflict: { claim: "the channels", files: [a, b] } };
  }
  const channels: Partial<Record<ChannelName, SourceFile>> = { ...first.channels };
  let conflict: Conflict | null = null;
  for (const channel of channelNames) {
    const [a, b] = [first.channels[channel], second.channels[channel]];
    if (!b) continue;
    if (!a || fileBytes(a) === 0) channels[channel] = b;
    else if (fileBytes(b) !== 0 && !sameFile(a, b)) conflict ??= { claim: `the ${channel} channel`, files: [a, b] };
  }
  return { source: { kind: "channels", channels }, conflict };
}

function anyFile(source: TileSource): SourceFile | undefined {
  return source.kind === "stack" ? source.file : Object.values(source.channels)[0];
}

function duplicateChannel(tile: TileId, { claim, files: [a, b] }: Conflict): Problem {
  const namesakes = a.name === b.name;
  // The folder of a dropped file is not known. Two files of the same name are distinguished by their sizes.
  const named = (file: SourceFile) =>
    namesakes ? `${file.name} (${fileBytes(file).toLocaleString("en-US")} bytes)` : file.name;
  return {
    tag: "DuplicateChannel",
    subject: tile,
    message: `Two different files claim ${claim} of tile ${tile}: ${named(a)} and ${named(b)}.`,
    remedy: namesakes
      ? "They are in different folders: remove or rename one of them and drop the tile again."
      : "Remove or rename one of them and drop the tile again.",
  };
}
