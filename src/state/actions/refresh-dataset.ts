import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import { mergeProblems } from "../derive/problem-list.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { useRuns } from "../stores/runs-store.ts";
import { selectTile, useSelection } from "../stores/selection-store.ts";
import { services } from "../stores/services.ts";
import { refreshStorageReport } from "../stores/storage-store.ts";
import { dropTiles, putTiles } from "../stores/tile-table.ts";
import { forgetViews } from "../stores/tile-views.ts";
import { useWork } from "../stores/work-store.ts";
import { processTiles } from "./process-tiles.ts";
import { reportProblem } from "./report-problem.ts";

/**
 * Shows the data set as it is in storage now. Called when another dataset worker has taken the place of one that
 * crashed: calls that were under way may have changed the data set without an answer. Tiles in the imaging pool are
 * left out, because the pool itself gives the page their new records.
 */
export async function refreshDataset(): Promise<void> {
  const before = useDataset.getState().tiles;
  const inPool = new Set(Object.keys(useWork.getState().stages));
  try {
    const { tiles, problems, runs, predictor, model } = await services().dataset.restore();
    for (const id of Object.keys(useWork.getState().stages)) inPool.add(id);
    const now = useDataset.getState().tiles;
    // A record that changed on the page meanwhile is newer than the answer.
    const isSettled = ({ id }: TileRecord) => !inPool.has(id) && now[id] === before[id];
    const stored = new Set(tiles.map(({ id }) => id));
    const gone = Object.values(now).filter((record) => isSettled(record) && !stored.has(record.id));
    const changed = tiles.filter((record) => isSettled(record) && !isSame(now[record.id], record));
    useDataset.setState((state) => {
      const left = dropTiles(
        state,
        gone.map(({ id }) => id),
      );
      // Problems of work are not stored, so the page keeps them. Labels of unknown tiles come with each answer, so the
      // old ones are dropped.
      const standing = state.problems.filter(({ tag }) => tag !== "UnknownTile");
      return { ...putTiles(left, changed), problems: mergeProblems(standing, problems), model };
    });
    useRuns.setState({ runs, predictor });
    // A correction may be stored although its answer never came.
    forgetViews();
    const { order } = useDataset.getState();
    const { tileId } = useSelection.getState();
    if (tileId === null || !order.includes(tileId)) selectTile(order[0] ?? null);
    void refreshStorageReport();
    const queued = changed.filter(({ id, status }) => status === "queued" && now[id]?.status !== "queued");
    void processTiles(queued.map(({ id }) => id));
  } catch (error) {
    reportProblem(error, "The data set");
  }
}

function isSame(a: TileRecord | undefined, b: TileRecord): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
