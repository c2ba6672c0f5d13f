import { readEnvironment } from "../../domain/failure/failure-environment.ts";
import {
  addFailure,
  type FailurePlace,
  type FailureRecord,
  makeFailureRecord,
} from "../../domain/failure/failure-record.ts";
import { openStepRing } from "../../domain/failure/step-ring.ts";
import type { BackendInfo } from "../../domain/training/backend-info.ts";
import { loadFailures, putFailures } from "../../storage/failure-log.ts";

/*
 * A worker's share in the log of failures. Nothing here throws or rejects: the log must not hide the failure that it is about.
 * What cannot be stored, because storage is full or broken, stays in memory.
 */

/** Records that wait for storage, at most. */
const mostWaiting = 20;
/** ms that a failure waits for its record to be stored. The worker may be ended right afterwards. */
const patience = 1000;

/** null in a thread that keeps no log: see `openLog`. */
let place: FailurePlace | null = null;
let backend: BackendInfo | null = null;
let waiting: FailureRecord[] = [];
let writing: Promise<void> | null = null;

/** What began in this thread. */
export const workerSteps = openStepRing();

/** From now on this thread keeps a log. */
export function openLog(here: FailurePlace): void {
  place = here;
}

/** Tells the log which GPU this thread works with. */
export function noteBackend(info: BackendInfo): void {
  backend = info;
}

async function write(): Promise<void> {
  while (waiting.length > 0) {
    const records = waiting;
    waiting = [];
    try {
      await putFailures(records);
    } catch {
      // Whatever is wrong with storage, the log cannot tell of itself. Whoever works with storage meets the same and tells it.
      for (const record of waiting) records.push(record);
      waiting = records.slice(-mostWaiting);
      return;
    }
  }
}

function store(): Promise<void> {
  writing ??= write().finally(() => {
    writing = null;
  });
  return Promise.race([writing, new Promise<void>((resolve) => setTimeout(resolve, patience))]);
}

/** Keeps failures of another thread. Resolves when they are stored, or cannot be. */
export function keepFailures(records: readonly FailureRecord[]): Promise<void> {
  for (const record of records) waiting = addFailure(waiting, record, mostWaiting);
  return store();
}

/**
 * Keeps what went wrong in this thread, unless it is a user's file that is wrong. Resolves when it is stored, or cannot be.
 *
 * @param subject the file, tile or work that an unexpected error is about.
 */
export function recordFailure(error: unknown, subject: string): Promise<void> {
  if (place === null) return Promise.resolve();
  const environment = readEnvironment(backend);
  const record = makeFailureRecord(error, { place, subject, steps: workerSteps.list(), environment, now: new Date() });
  return record === null ? Promise.resolve() : keepFailures([record]);
}

/** The log as far as it can be read, oldest first, and what this thread could not store. */
export async function listFailures(): Promise<readonly FailureRecord[]> {
  let stored: readonly FailureRecord[] = [];
  try {
    stored = await loadFailures();
  } catch {
    // The report is made without them: it is wanted most when storage is broken.
  }
  return [...stored, ...waiting];
}

/** The data set was cleared: what this thread remembers of it goes, too. */
export function forgetFailures(): void {
  waiting = [];
  workerSteps.clear();
}
