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
 * The worker's side of the failure log. Nothing here throws or rejects, because the log must not hide the failure
 * that it records. Records stay in memory while storage is full or broken.
 */

/** The most records that wait for storage. */
const mostWaiting = 20;
/**
 * In ms. A failure waits this long for its record to be stored, because the page may end the worker right
 * afterwards.
 */
const patience = 1000;

/** null in a thread that keeps no log (see `openLog`). */
let place: FailurePlace | null = null;
let backend: BackendInfo | null = null;
let waiting: FailureRecord[] = [];
let writing: Promise<void> | null = null;

/** The calls that began in this thread. */
export const workerSteps = openStepRing();

/** Makes this thread keep a log from now on. */
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
      // Any error of storage may come here. The log cannot record its own failure; the next work that stores something
      // meets the same error and reports it.
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

/** Keeps failures of another thread. Resolves when they are stored or storage has refused them. */
export function keepFailures(records: readonly FailureRecord[]): Promise<void> {
  for (const record of records) waiting = addFailure(waiting, record, mostWaiting);
  return store();
}

/**
 * Keeps a failure of this thread, unless it is a fault of a user's file. Resolves when it is stored or storage has
 * refused it.
 *
 * @param subject the file, tile or work that an unexpected error is about.
 */
export function recordFailure(error: unknown, subject: string): Promise<void> {
  if (place === null) return Promise.resolve();
  const environment = readEnvironment(backend);
  const record = makeFailureRecord(error, { place, subject, steps: workerSteps.list(), environment, now: new Date() });
  return record === null ? Promise.resolve() : keepFailures([record]);
}

/** The log as far as storage can read it, oldest first, then the records that this thread could not store. */
export async function listFailures(): Promise<readonly FailureRecord[]> {
  let stored: readonly FailureRecord[] = [];
  try {
    stored = await loadFailures();
  } catch {
    // Any error of storage may come here. A user needs the report most when storage is broken, so it goes on without.
  }
  return [...stored, ...waiting];
}

/** Forgets the records and steps in memory, when the user clears the data set. */
export function forgetFailures(): void {
  waiting = [];
  workerSteps.clear();
}
