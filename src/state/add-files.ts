import { proxy } from "comlink";
import type { AddedFiles } from "../bridge/contracts.ts";
import type { Problem } from "../domain/errors.ts";
import type { TileId } from "../domain/tile.ts";
import { announce } from "./announce.ts";
import { useDataset } from "./dataset-store.ts";
import { mergeProblems } from "./problem-list.ts";
import { processTiles, rememberSources } from "./process-tiles.ts";
import { reportProblem } from "./report-problem.ts";
import { selectTile, useSelection } from "./selection-store.ts";
import { services } from "./services.ts";
import { refreshStorageReport } from "./storage-store.ts";
import { putTiles } from "./tile-table.ts";
import { useWork } from "./work-store.ts";

/** Labels for unknown tiles are told anew with every answer: those told before may have resolved themselves. */
function isStanding(problem: Problem): boolean {
  return problem.tag !== "UnknownTile";
}

/** Takes over what the dataset worker made of some files and sets the tiles that can be read going. */
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

/** Adds files of any kind. Resolves when their tiles are segmented. */
export async function addFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  useWork.setState({ intake: { kind: "files", done: 0, of: files.length, startedAt: Date.now() } });
  let segmented: Promise<void> = Promise.resolve();
  try {
    segmented = takeAdded(await services().dataset.addFiles(files));
  } catch (error) {
    reportProblem(error, "The added files");
  } finally {
    useWork.setState({ intake: null });
  }
  await segmented;
}

/** Names the making of sample tiles that is still wanted. */
let wanted: number | null = null;

/** The sample tiles under way are not added; the worker's last tile is thrown away with the rest. */
export function cancelSampleTiles(): void {
  wanted = null;
  useWork.setState({ intake: null });
  announce("No sample tiles were added.");
}

/** Makes the sample tiles and adds them as a user's files. Resolves when they are segmented; false when it failed or was cancelled. */
export async function addSampleTiles(): Promise<boolean> {
  const startedAt = Date.now();
  wanted = startedAt;
  const tell = (done: number, of: number) => {
    if (wanted === startedAt) useWork.setState({ intake: { kind: "samples", done, of, startedAt } });
  };
  tell(0, 0);
  try {
    const files = await services().dataset.makeSampleFiles(proxy(tell));
    if (wanted !== startedAt) return false;
    await addFiles(files);
    return true;
  } catch (error) {
    reportProblem(error, "The sample tiles");
    return false;
  } finally {
    if (wanted === startedAt) useWork.setState({ intake: null });
  }
}

/** The user goes on without the missing channels of a waiting tile. */
export async function goOnWithout(tileId: TileId): Promise<void> {
  try {
    const added = await services().dataset.goOnWithout(tileId);
    const unknown = useDataset.getState().problems.filter((problem) => !isStanding(problem));
    await takeAdded({ ...added, problems: [...unknown, ...added.problems] });
  } catch (error) {
    reportProblem(error, tileId);
  }
}
