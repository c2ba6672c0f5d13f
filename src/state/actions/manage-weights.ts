import { proxy } from "comlink";
import { hasTag } from "../../domain/errors.ts";
import type { StartingWeights } from "../../domain/training/starting-weights.ts";
import { withBackbone } from "../derive/advise-backbone.ts";
import { announce } from "../stores/announce.ts";
import { useLearning } from "../stores/learning-store.ts";
import { openTask } from "../stores/open-task.ts";
import { recordFailure } from "../stores/page-failures.ts";
import { services } from "../stores/services.ts";
import { refreshStorageReport } from "../stores/storage-store.ts";
import { useWeights } from "../stores/weights-store.ts";
import { reportProblem } from "./report-problem.ts";

const taking = openTask("The weights", "Fetch them again: the download goes on from there.");

/** Starts the next run from these weights, with their network. null means fresh weights. */
export function chooseWeights(id: string | null): void {
  const weights = useWeights.getState().list.find((known) => known.id === id);
  useLearning.setState(({ options }) => ({
    options: { ...(weights ? withBackbone(options, weights.backbone) : options), initialWeights: weights?.id ?? null },
  }));
}

/** Reads the list again. Chosen weights that are no longer in the list are replaced by fresh ones. */
export async function refreshWeights(): Promise<void> {
  const list = await services().dataset.listWeights();
  useWeights.setState({ list });
  const chosen = useLearning.getState().options.initialWeights;
  if (chosen !== null && !list.some(({ id }) => id === chosen)) chooseWeights(null);
}

/**
 * Runs one import, shows its problem if it fails, and chooses the imported weights for the next run. Returns false when
 * it failed or was cancelled.
 */
async function take(work: (signal: AbortSignal) => Promise<StartingWeights>, subject: string): Promise<boolean> {
  try {
    const weights = await taking.run(work);
    await refreshWeights();
    chooseWeights(weights.id);
    announce(`${weights.name} is ready to start from.`);
    return true;
  } catch (error) {
    if (!hasTag(error, "Cancelled")) useWeights.setState({ problem: recordFailure(error, subject) });
    return false;
  } finally {
    useWeights.setState({ underWay: null });
    void refreshStorageReport();
  }
}

/**
 * Imports files that the user dropped or chose, one after the other. It stops at the first file with a problem, and
 * when it is cancelled. The next run starts from the weights of the last imported file.
 */
export async function importWeightsFiles(files: readonly File[]): Promise<void> {
  for (const file of files) {
    if (useWeights.getState().underWay !== null) return;
    useWeights.setState({ underWay: { kind: "file", name: file.name }, problem: null });
    if (!(await take((signal) => services().dataset.importWeights(file, signal), file.name))) return;
  }
}

/** Fetches weights from an address that the user typed. */
export async function fetchWeightsFrom(address: string): Promise<void> {
  if (useWeights.getState().underWay !== null) return;
  const tell = (done: number, of: number | null) =>
    useWeights.setState(({ underWay }) =>
      underWay?.kind === "fetch" ? { underWay: { kind: "fetch", name: address, done, of } } : {},
    );
  useWeights.setState({ underWay: { kind: "fetch", name: address, done: 0, of: null }, problem: null });
  await take((signal) => services().dataset.fetchWeights(address, proxy(tell), signal), address);
}

/** Cancels the fetch under way. The bytes that came are kept for the next fetch. */
export function cancelFetch(): Promise<void> {
  return taking.cancel();
}

export async function deleteWeights(id: string): Promise<void> {
  try {
    await services().dataset.deleteWeights(id);
    await refreshWeights();
  } catch (error) {
    reportProblem(error, "The starting weights");
  }
  void refreshStorageReport();
}
