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

/** What of a group counts when more files come in; of the problems only `DuplicateChannel` outlives them. */
type Files = Pick<TileGroup, "tileId" | "source"> & { readonly problem?: Problem | null };

/**
 * One group of the files of both: channels that come later complete a waiting tile. The same file in both (equal name
 * without folders, equal size) is kept once; a file of zero bytes gives way to any other. Two different files for one
 * channel, or a stack beside channel files, are a conflict: with `onConflict` "keep" the existing file stays and the group
 * carries a `DuplicateChannel` problem that names both; with "replace" the added file wins, for a failed tile that is
 * given a better copy. Pure: neither argument is changed.
 */
export function mergeGroups(existing: Files, added: Files, onConflict: "keep" | "replace" = "keep"): TileGroup {
  if (onConflict === "replace") {
    const group = describeGroup(existing.tileId, mergeSources(added.source, existing.source).source);
    // Only what is in conflict with the earlier files is settled; the added ones may contradict each other.
    return added.problem?.tag === "DuplicateChannel" ? { ...group, problem: added.problem } : group;
  }
  const { source, conflict } = mergeSources(existing.source, added.source);
  const problem = conflict ? duplicateChannel(existing.tileId, conflict) : null;
  const earlier = [existing.problem, added.problem].find((known) => known?.tag === "DuplicateChannel");
  const group = describeGroup(existing.tileId, source);
  return { ...group, problem: earlier ?? problem ?? group.problem };
}

interface Conflict {
  /** What both claim, for instance "the red channel". */
  readonly claim: string;
  readonly files: readonly [SourceFile, SourceFile];
}

/** Where both have a file, `first` wins. */
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
  // A dropped file's folder is not known, so its size tells it from its namesake.
  const named = (file: SourceFile) =>
    namesakes ? `${file.name} (${fileBytes(file).toLocaleString("en-US")} bytes)` : file.name;
  return {
    tag: "DuplicateChannel",
    subject: tile,
    message: `Two different files claim ${claim} of tile ${tile}: ${named(a)} and ${named(b)}.`,
    remedy: namesakes
      ? "They lie in different folders: remove or rename one of them and drop the tile again."
      : "Remove or rename one of them and drop the tile again.",
  };
}
