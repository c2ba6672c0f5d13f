import { type Problem, type ProblemTag, problemFrom } from "../../domain/errors.ts";
import { type FailureEnvironment, readEnvironment } from "../../domain/failure/failure-environment.ts";
import { addFailure, type FailureRecord, makeFailureRecord } from "../../domain/failure/failure-record.ts";
import { openStepRing } from "../../domain/failure/step-ring.ts";
import { useLearning } from "./learning-store.ts";
import { services } from "./services.ts";

/** The most records that the page keeps itself. They reach the report even when storage is broken. */
const mostKept = 20;

let kept: FailureRecord[] = [];

/** The user's actions and the work that began on this page. */
export const pageSteps = openStepRing();

export function pageEnvironment(): FailureEnvironment {
  return readEnvironment(useLearning.getState().backend);
}

/** The failures since the page was opened, oldest first. They include those of workers that reached the page. */
export function pageFailures(): readonly FailureRecord[] {
  return kept;
}

/** Forgets failures and steps, when the user clears the data set. */
export function forgetPageFailures(): void {
  kept = [];
  pageSteps.clear();
}

async function handOver(record: FailureRecord): Promise<void> {
  try {
    await services().dataset.recordFailures([record]);
  } catch {
    // Any error of the worker or of storage may come here. It must not become a second failure; the page has kept the
    // record for the report.
  }
}

/**
 * The problem of an error. The log keeps the error, unless it reports a fault of a user's file. Never throws.
 *
 * @param subject the file, tile or work that an unexpected error is about.
 */
export function recordFailure(error: unknown, subject: string): Problem {
  const site = {
    place: "page",
    subject,
    steps: pageSteps.list(),
    environment: pageEnvironment(),
    now: new Date(),
  } as const;
  const record = makeFailureRecord(error, site);
  if (record !== null) {
    kept = addFailure(kept, record, mostKept);
    void handOver(record);
  }
  return problemFrom(error, subject);
}

/** For places that show no failure. They expect problems with the given tags; any other error goes to the log. */
export function recordUnexpected(error: unknown, expected: readonly ProblemTag[], subject: string): void {
  const { tag } = problemFrom(error, subject);
  if (!expected.includes(tag)) recordFailure(error, subject);
}
