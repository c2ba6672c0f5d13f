import { create } from "zustand";
import type { StorageReport } from "../../domain/dataset/storage-report.ts";
import { recordUnexpected } from "./page-failures.ts";
import { services } from "./services.ts";

/** How much storage the data set takes; null before the first answer. */
export const useStorageReport = create<{ readonly report: StorageReport | null }>()(() => ({ report: null }));

let asked = false;

/** Asks how full the storage is. Calls while one is under way do nothing. A failure leaves the last figure. */
export async function refreshStorageReport(): Promise<void> {
  if (asked) return;
  asked = true;
  try {
    useStorageReport.setState({ report: await services().dataset.storageReport() });
  } catch (error) {
    // The figure is only information. When storage fails, the work that needs it reports the problem.
    recordUnexpected(error, ["StorageBroken"], "The storage report");
  } finally {
    asked = false;
  }
}
