import { proxy } from "comlink";
import { cancelled, throwIfCancelled } from "../../domain/cancel.ts";
import type { AddedFiles } from "../../domain/dataset/added-files.ts";
import type { SamplePart } from "../../domain/dataset/sample-part.ts";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import type { Problem } from "../../domain/errors.ts";
import type { TileId, TileSource } from "../../domain/tile/tile.ts";
import { isWeightsFile } from "../../domain/training/starting-weights.ts";
import { mergeProblems } from "../derive/problem-list.ts";
import { announce } from "../stores/announce.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { selectTile, showTab, useSelection } from "../stores/selection-store.ts";
import { services } from "../stores/services.ts";
import { refreshStorageReport } from "../stores/storage-store.ts";
import { putTiles } from "../stores/tile-table.ts";
import { useWork, type WorkState } from "../stores/work-store.ts";
import { processTiles, rememberSources } from "./process-tiles.ts";
import { reportProblem } from "./report-problem.ts";
import { takeWeights } from "./take-weights.ts";

/** Every answer lists the labels of unknown tiles again. So the earlier ones of these problems are dropped. */
function isStanding(problem: Problem): boolean {
  return problem.tag !== "UnknownTile";
}

/** Takes over the dataset worker's answer about some files, and processes the tiles that are complete. */
function takeAdded(added: AddedFiles): Promise<void> {
  useDataset.setState((state) => ({
    ...putTiles(state, added.tiles),
    problems: mergeProblems(state.problems.filter(isStanding), added.problems),
  }));
  rememberSources(added.sources);
  if (useSelection.getState().tileId === null) selectTile(useDataset.getState().order[0] ?? null);
  void refreshStorageReport();
  const queued = added.tiles.filter((record) => record.status === "queued").map((record) => record.id);
  if (added.problems.length > 0) announce(`${added.problems.length} problems with the files. See the Problems tab.`);
  else announce(`${added.tiles.length} tiles were added or changed.`);
  return processTiles(queued);
}

/**
 * Finds the files to add. It calls `onFound` with the number of files found so far. Once `signal` is aborted it ends
 * early, with any answer.
 */
type GatherFiles = (onFound: (count: number) => void, signal: AbortSignal) => Promise<readonly File[]>;

/** The intakes under way with their progress, the newest last. The page shows the newest. */
const underWay = new Map<AbortController, WorkState["intake"]>();

function showIntake(): void {
  useWork.setState({ intake: [...underWay.values()].at(-1) ?? null });
}

/**
 * Cancels the intake that the page shows. The walk through folders and the worker's work end, and it adds nothing more.
 * An earlier intake goes on, and the page shows that one again.
 */
export function cancelIntake(): void {
  const shown = [...underWay.keys()].at(-1);
  shown?.abort(cancelled("The added files"));
  if (shown !== undefined) underWay.delete(shown);
  showIntake();
  announce("Adding was cancelled.");
}

/** Runs `work` as an intake whose progress the page shows. Returns null when it failed or was cancelled. */
async function asIntake<Result>(
  kind: "files" | "samples",
  subject: string,
  work: (tell: (done: number, of: number) => void, signal: AbortSignal) => Promise<Result | null>,
): Promise<Result | null> {
  const mine = new AbortController();
  const startedAt = Date.now();
  const tell = (done: number, of: number) => {
    if (mine.signal.aborted) return;
    underWay.set(mine, { kind, done, of, startedAt });
    showIntake();
  };
  tell(0, 0);
  try {
    return await work(tell, mine.signal);
  } catch (error) {
    reportProblem(error, subject);
    return null;
  } finally {
    if (underWay.delete(mine)) showIntake();
  }
}

/**
 * Undoes an intake that the worker had begun to store before the user cancelled. New tiles are removed. Tiles that were
 * there before keep their changes.
 */
async function takeBack(added: AddedFiles): Promise<void> {
  const before = useDataset.getState().tiles;
  const fresh = added.tiles.filter(({ id }) => before[id] === undefined).map(({ id }) => id);
  if (fresh.length > 0) await services().dataset.removeTiles(fresh);
  // Tiles may have been removed meanwhile.
  const known = useDataset.getState().tiles;
  void takeAdded({ ...added, tiles: added.tiles.filter(({ id }) => known[id] !== undefined), problems: [] });
}

/**
 * Adds the files that `gather` finds, of any kind. Resolves when their tiles are segmented. Returns false when no tiles
 * were added: there were only files of weights or no files, the intake failed, or the user cancelled it.
 */
export async function gatherAndAdd(gather: GatherFiles): Promise<boolean> {
  const taken = await asIntake("files", "The added files", async (tell, signal) => {
    const gathered = await gather((count) => tell(count, 0), signal);
    if (signal.aborted) return null;
    const weights = gathered.filter(({ name }) => isWeightsFile(name));
    const files = gathered.filter((file) => !weights.includes(file));
    if (weights.length > 0) {
      showTab("training");
      void takeWeights(weights);
    }
    if (files.length === 0) return null;
    tell(files.length, 0);
    const added = await services().dataset.addFiles(files, signal);
    if (!signal.aborted) return { segmented: takeAdded(added) };
    await takeBack(added);
    return null;
  });
  await taken?.segmented;
  return taken !== null;
}

export function addFiles(files: readonly File[]): Promise<boolean> {
  return files.length === 0 ? Promise.resolve(false) : gatherAndAdd(() => Promise.resolve(files));
}

/**
 * Makes sample tiles and adds them like a user's files. Resolves when they are segmented. Returns false when it failed
 * or was cancelled.
 *
 * @param before Work that the same worker does first.
 */
export async function addSampleTiles(part: SamplePart = {}, before?: () => Promise<void>): Promise<boolean> {
  const files = await asIntake("samples", "The sample tiles", async (tell, signal) => {
    await before?.();
    throwIfCancelled(signal);
    const made = await services().dataset.makeSampleFiles(part, proxy(tell), signal);
    return signal.aborted ? null : made;
  });
  return addFiles(files ?? []);
}

/** The user goes on without the missing channels of waiting tiles. Resolves when they are segmented. */
export async function goOnWithout(tileIds: readonly TileId[]): Promise<void> {
  const unknown = useDataset.getState().problems.filter((problem) => !isStanding(problem));
  const [tiles, problems, sources] = [[] as TileRecord[], [] as Problem[], new Map<TileId, TileSource>()];
  for (const tileId of tileIds) {
    try {
      const added = await services().dataset.goOnWithout(tileId);
      tiles.push(...added.tiles);
      problems.push(...added.problems);
      for (const [id, source] of added.sources) sources.set(id, source);
    } catch (error) {
      reportProblem(error, tileId);
    }
  }
  await takeAdded({ tiles, sources, problems: [...unknown, ...problems] });
}
