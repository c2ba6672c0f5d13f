import { create } from "zustand";
import type { StorageReport } from "../../domain/dataset/storage-report.ts";
import { recordUnexpected } from "./page-failures.ts";
import { services } from "./services.ts";

/** How much room the data set takes; null until asked. */
export const useStorageReport = create<{ readonly report: StorageReport | null }>()(() => ({ report: null }));

let asked = false;

/** Asks the storage how full it is, at most once at a time. A failure leaves the last figure: it is only information. */
export async function refreshStorageReport(): Promise<void> {
  if (asked) return;
  asked = true;
  try {
    useStorageReport.setState({ report: await services().dataset.storageReport() });
  } catch (error) {
    // The figure is a courtesy; storage that fails says so where it is used.
    recordUnexpected(error, ["StorageBroken"], "The storage report");
  } finally {
    asked = false;
  }
}
