import type { ExportedFile } from "../../domain/dataset/exported-file.ts";
import type { Problem } from "../../domain/errors.ts";
import { describeDetails, describeReport, findFailure } from "../../domain/failure/describe-failure.ts";
import { type FailureRecord, problemWords } from "../../domain/failure/failure-record.ts";
import { useLearning } from "../stores/learning-store.ts";
import { pageEnvironment, pageFailures, pageSteps } from "../stores/page-failures.ts";
import { services } from "../stores/services.ts";
import { useStorageReport } from "../stores/storage-store.ts";

/** In ms. The dataset worker may be the part that fails, so the report does not wait longer for its answer. */
const patience = 2000;

async function askWorker(): Promise<readonly FailureRecord[]> {
  try {
    const tooLate = new Promise<readonly FailureRecord[]>((resolve) => setTimeout(() => resolve([]), patience));
    return await Promise.race([services().dataset.listFailures(), tooLate]);
  } catch {
    // Any error of the worker may come here. A user needs the details most when a worker is broken, so they are then
    // made from the page's own records.
    return [];
  }
}

/** The records of the log and those that only the page has, oldest first. */
async function collectFailures(): Promise<readonly FailureRecord[]> {
  const stored = await askWorker();
  const known = new Set(stored.map(({ key }) => key));
  const missing = pageFailures().filter(({ key }) => !known.has(key));
  return [...stored, ...missing].sort((a, b) => a.lastAt.localeCompare(b.lastAt));
}

/** The details of a shown problem as text, for a developer. Never rejects. */
export async function describeProblem(problem: Problem): Promise<string> {
  const words = problemWords(problem);
  const page = { environment: pageEnvironment(), steps: pageSteps.list() };
  // The page's own records of a worker's failure have the words that the page shows.
  const records = [...(await collectFailures()), ...pageFailures()];
  return describeDetails(words, findFailure(words, records), page);
}

/** The whole log with the environment, as a file of text. Never rejects. */
export async function makeReport(): Promise<ExportedFile> {
  const at = new Date().toISOString();
  const { backend } = useLearning.getState();
  const { report: storage } = useStorageReport.getState();
  const text = describeReport({
    at,
    environment: pageEnvironment(),
    facts: [
      ...(backend?.fallbackReason ? [`GPU: ${backend.fallbackReason}`] : []),
      ...(storage === null
        ? []
        : [
            `Storage: ${storage.usedBytes} of ${storage.quotaBytes} bytes, ${storage.persisted ? "kept" : "may be evicted"}`,
          ]),
    ],
    steps: pageSteps.list(),
    failures: await collectFailures(),
  });
  return { name: `cytotope-report-${at.slice(0, 10)}.txt`, file: new Blob([text], { type: "text/plain" }) };
}
