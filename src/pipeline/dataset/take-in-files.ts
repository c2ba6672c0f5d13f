import { breathe } from "../../domain/breathe.ts";
import { throwIfCancelled } from "../../domain/cancel.ts";
import type { AddedFiles } from "../../domain/dataset/added-files.ts";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import { type Problem, problemError, problemFrom } from "../../domain/errors.ts";
import type { ClassList, WeakLabel } from "../../domain/localisation/localisation.ts";
import { openPauses } from "../../domain/open-pauses.ts";
import { neededChannels, type SourceFile, type TileId, type TileSource } from "../../domain/tile/tile.ts";
import { decodeText } from "../../ingest/annotations/decode-text.ts";
import { parseAnnotations } from "../../ingest/annotations/parse-annotations.ts";
import { listFiles } from "../../ingest/files/list-files.ts";
import { readSource } from "../../ingest/files/read-source.ts";
import { foldProblems } from "../../ingest/grouping/fold-problems.ts";
import { groupChannels } from "../../ingest/grouping/group-channels.ts";
import type { StoredWeakLabel, TileRow } from "../../storage/database.ts";
import { putProblems } from "../../storage/problem-store.ts";
import { loadSettings } from "../../storage/settings-store.ts";
import { changeTileRow, changeTileRows, loadTileRow, loadTileRows, putTileRows } from "../../storage/tile-rows.ts";
import { loadWeakLabels, putWeakLabels } from "../../storage/weak-label-store.ts";
import { recordFailure } from "../failures/record-failure.ts";
import { attachMasks, keepMasks } from "./keep-masks.ts";
import { isSampleTile } from "./make-sample-files.ts";
import { mergeDrop } from "./merge-drop.ts";
import { tellUnknownTiles } from "./tell-unknown-tiles.ts";

/**
 * Takes in files of any kind: lists archives, groups channels into tiles, reads annotation tables, merges them with
 * the data set, and stores the records. It reads no pixels. It never rejects for a bad file; a bad file becomes a
 * problem.
 *
 * @param sources The files of tiles that were not read yet. This function adds the new ones and removes those of
 * ready tiles.
 * @throws Cancelled when the signal is aborted.
 */
export async function takeInFiles(
  files: readonly { readonly name: string; readonly file: Blob }[],
  sources: Map<TileId, TileSource>,
  signal: AbortSignal,
): Promise<AddedFiles> {
  const { classes } = await loadSettings();
  const listed = await listFiles(files, signal);
  const grouped = groupChannels(listed.files);
  const read = await readTables(grouped.tables, classes, signal);

  const rows = new Map((await loadTileRows()).map((row) => [row.record.id, row]));
  // A ready tile needs its files no more. Sample files lie in memory, so forgetting them frees it.
  for (const tileId of [...sources.keys()]) if (rows.get(tileId)?.record.status === "ready") sources.delete(tileId);
  const tileIds = grouped.groups.map((group) => group.tileId);
  const earlier = await loadWeakLabels(tileIds);
  const merged = mergeDrop(
    { records: new Map([...rows].map(([id, row]) => [id, row.record])), sources },
    {
      groups: grouped.groups,
      labels: new Map(read.labels.map((row) => [row.tileId, row.label])),
      earlierLabels: new Map([...earlier].map(([id, row]): [TileId, WeakLabel] => [id, row.label])),
      addedAt: Date.now(),
      isSample: isSampleTile,
    },
  );

  await breathe();
  throwIfCancelled(signal);
  const maskProblems = await keepMasks(grouped.masks);
  const problems = [
    ...listed.problems,
    ...grouped.problems,
    ...read.problems,
    ...maskProblems,
    ...foldProblems(merged.problems, "Other tiles"),
  ];
  // Records come last. If storage runs full before, it holds no tile that the page does not know.
  await putProblems(problems);
  await putWeakLabels(read.labels);
  const stored = await storeRecords(merged.tiles, new Set(merged.sources.keys()), rows);
  // A tile that starts over gets a new record, which has to name its mask again.
  const masked = await attachMasks([
    ...new Set([...grouped.masks.map((mask) => mask.tileId), ...merged.sources.keys()]),
  ]);
  const tiles = [...new Map([...stored, ...masked].map((record) => [record.id, record])).values()];
  for (const [tileId, source] of merged.sources) sources.set(tileId, source);
  const present = new Set([...rows.keys(), ...tiles.map((record) => record.id)]);
  return {
    tiles,
    sources: sourcesOfUnread(tiles, sources),
    problems: [...problems, ...(await tellUnknownTiles(present))],
  };
}

/** Queues a waiting tile although channels are missing, because the user wants to go on without them. */
export async function goOnWithout(tileId: TileId, sources: ReadonlyMap<TileId, TileSource>): Promise<AddedFiles> {
  const row = await loadTileRow(tileId);
  if (row === null || row.record.status !== "waiting") return { tiles: [], sources: new Map(), problems: [] };
  const lacking = row.record.missingChannels.filter((channel) => neededChannels.includes(channel));
  if (lacking.length > 0) {
    throw problemError({
      tag: "MissingChannel",
      subject: tileId,
      message: `Tile ${tileId} cannot go without its ${lacking.join(" and ")} channel.`,
      remedy: "Drop the missing files.",
    });
  }
  const changed = await changeTileRow(tileId, (known) => ({
    ...known,
    record: { ...known.record, status: "queued", problem: null },
  }));
  const tiles = changed === null ? [] : [changed.record];
  return { tiles, sources: sourcesOfUnread(tiles, sources), problems: [] };
}

async function readTables(tables: readonly SourceFile[], classes: ClassList, signal: AbortSignal) {
  const labels: StoredWeakLabel[] = [];
  const problems: Problem[] = [];
  const pause = openPauses(signal);
  for (const table of tables) {
    await pause();
    try {
      const text = decodeText(await readSource(table));
      const parsed = parseAnnotations(text, table.name, classes);
      for (const [tileId, label] of parsed.labels) {
        const protein = parsed.proteins.get(tileId);
        labels.push({ tileId, label, ...(protein ? { protein } : {}), table: table.name, quiet: false });
      }
      problems.push(...parsed.problems);
    } catch (error) {
      await recordFailure(error, table.name);
      problems.push(problemFrom(error, table.name));
    }
  }
  return { labels, problems };
}

/**
 * Stores new tiles and tiles that start over. Other tiles only get their labels, in the row as storage has it at
 * that moment, because an imaging worker may just have made them ready.
 */
async function storeRecords(
  records: readonly TileRecord[],
  starting: ReadonlySet<TileId>,
  rows: ReadonlyMap<TileId, TileRow>,
): Promise<TileRecord[]> {
  const fresh = records.filter((record) => starting.has(record.id));
  const labels = new Map(records.flatMap(({ id, weakLabel }) => (starting.has(id) ? [] : [[id, weakLabel] as const])));
  const labelled = await changeTileRows(
    [...labels.keys()],
    (known) => ({ ...known, record: { ...known.record, weakLabel: labels.get(known.record.id) ?? null } }),
    "The labels",
  );
  await putTileRows(fresh.map((record) => ({ record, folder: rows.get(record.id)?.folder ?? null, generation: null })));
  return [...fresh, ...labelled.map((row) => row.record)];
}

function sourcesOfUnread(tiles: readonly TileRecord[], sources: ReadonlyMap<TileId, TileSource>) {
  const wanted = new Map<TileId, TileSource>();
  for (const { id, status } of tiles) {
    const source = sources.get(id);
    if ((status === "queued" || status === "waiting") && source !== undefined) wanted.set(id, source);
  }
  return wanted;
}
