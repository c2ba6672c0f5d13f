import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import type { Problem } from "../../domain/errors.ts";
import type { WeakLabel } from "../../domain/localisation/localisation.ts";
import type { ChannelName, TileId, TileSource } from "../../domain/tile/tile.ts";
import { mergeGroups } from "../../ingest/grouping/merge-groups.ts";
import type { TileGroup } from "../../ingest/grouping/tile-group.ts";

/** The data set as it is when files come in. */
export interface KnownTiles {
  readonly records: ReadonlyMap<TileId, TileRecord>;
  /** Files of tiles that were not read yet, as far as this page has handles of them. */
  readonly sources: ReadonlyMap<TileId, TileSource>;
}

/** What the user dropped, after grouping. */
export interface Drop {
  readonly groups: readonly TileGroup[];
  /** Labels from the tables of this drop, for tiles in the data set and for others. */
  readonly labels: ReadonlyMap<TileId, WeakLabel>;
  /** Labels from earlier tables for the tiles in `groups`. */
  readonly earlierLabels: ReadonlyMap<TileId, WeakLabel>;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  readonly isSample: (tileId: TileId) => boolean;
}

export interface MergedDrop {
  /** Records that are new or changed. */
  readonly tiles: readonly TileRecord[];
  /** Files of those tiles in `tiles` that came with files. */
  readonly sources: ReadonlyMap<TileId, TileSource>;
  readonly problems: readonly Problem[];
}

/**
 * Merges dropped files into the data set. A tile's fate depends on its status:
 * - A new tile is queued. It waits when a channel is missing, and fails when the list of its files shows a fault.
 * - A waiting tile takes the channels that it lacked.
 * - A failed tile takes the new files instead of the bad ones and is queued again.
 * - A queued or ready tile keeps what it has. A `DuplicateTile` problem says so.
 * Labels go to their tiles, no matter whether tile or label came first.
 */
export function mergeDrop({ records, sources }: KnownTiles, drop: Drop): MergedDrop {
  const tiles = new Map<TileId, TileRecord>();
  const changedSources = new Map<TileId, TileSource>();
  const problems: Problem[] = [];

  for (const group of drop.groups) {
    const { tileId } = group;
    const known = records.get(tileId);
    if (known !== undefined && known.status !== "waiting" && known.status !== "failed") {
      const lacked = known.missingChannels.filter((channel) => !group.missing.includes(channel));
      problems.push(lacked.length > 0 ? lateChannel(tileId, lacked) : duplicateTile(tileId));
      continue;
    }
    const earlier = sources.get(tileId);
    const merged =
      known === undefined || earlier === undefined
        ? group
        : mergeGroups({ tileId, source: earlier, problem: known.problem }, group, conflictRule(known));
    tiles.set(tileId, describeTile(merged, known, drop));
    changedSources.set(tileId, merged.source);
  }

  for (const [tileId, weakLabel] of drop.labels) {
    const record = tiles.get(tileId) ?? records.get(tileId);
    if (record !== undefined) tiles.set(tileId, { ...record, weakLabel });
  }
  return { tiles: [...tiles.values()], sources: changedSources, problems };
}

/** A waiting tile keeps its files. A failed tile has a bad file, so new files replace its old ones. */
function conflictRule(known: TileRecord): "keep" | "replace" {
  return known.status === "failed" ? "replace" : "keep";
}

function describeTile(group: TileGroup, known: TileRecord | undefined, drop: Drop): TileRecord {
  const { tileId, missing, problem } = group;
  return {
    id: tileId,
    status: problem === null ? "queued" : problem.tag === "MissingChannel" ? "waiting" : "failed",
    width: 0,
    height: 0,
    bitDepth: null,
    pixelSize: null,
    missingChannels: missing,
    problem,
    cellCount: 0,
    segmentation: known?.segmentation ?? null,
    segmentedWith: null,
    maskSource: "segmented",
    mask: null,
    correctedCells: 0,
    nucleusDiameter: null,
    estimatedDiameter: null,
    weakLabel: known?.weakLabel ?? drop.earlierLabels.get(tileId) ?? null,
    sample: drop.isSample(tileId),
    addedAt: known?.addedAt ?? drop.addedAt,
    processingSeconds: null,
  };
}

/** Channels that come after the user went on without them. */
function lateChannel(tileId: TileId, channels: readonly ChannelName[]): Problem {
  const [named, it] = [channels.join(" and "), channels.length === 1 ? "it" : "them"];
  return {
    tag: "DuplicateTile",
    subject: tileId,
    message: `Tile ${tileId} went on without its ${named} channel${channels.length === 1 ? "" : "s"}; what came now was not used.`,
    remedy: `To use ${it}, remove the tile and drop all of its files again.`,
  };
}

function duplicateTile(tileId: TileId): Problem {
  return {
    tag: "DuplicateTile",
    subject: tileId,
    message: `Tile ${tileId} is in the data set already; the one that is there was kept.`,
    remedy: "To take the new files instead, remove the tile and drop them again.",
  };
}
