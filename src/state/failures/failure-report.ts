import type { ExportedFile } from "../../domain/dataset/exported-file.ts";
import type { Problem } from "../../domain/errors.ts";
import { describeDetails, describeReport, findFailure } from "../../domain/failure/describe-failure.ts";
import { type FailureRecord, problemWords } from "../../domain/failure/failure-record.ts";
import { useLearning } from "../stores/learning-store.ts";
import { pageEnvironment, pageFailures, pageSteps } from "../stores/page-failures.ts";
import { services } from "../stores/services.ts";
import { useStorageReport } from "../stores/storage-store.ts";

/** ms for the dataset worker to answer: what is wrong may be the worker itself. */
const patience = 2000;

async function askWorker(): Promise<readonly FailureRecord[]> {
  try {
    const tooLate = new Promise<readonly FailureRecord[]>((resolve) => setTimeout(() => resolve([]), patience));
    return await Promise.race([services().dataset.listFailures(), tooLate]);
  } catch {
    // The details are wanted most when a worker is broken: then they are made of what the page knows.
    return [];
  }
}

/** The log, and what of the page is not in it; oldest first. */
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
  // The page's own records know a worker's failure by the words that are shown.
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
