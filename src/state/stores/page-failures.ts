import { type Problem, type ProblemTag, problemFrom } from "../../domain/errors.ts";
import { type FailureEnvironment, readEnvironment } from "../../domain/failure/failure-environment.ts";
import { addFailure, type FailureRecord, makeFailureRecord } from "../../domain/failure/failure-record.ts";
import { openStepRing } from "../../domain/failure/step-ring.ts";
import { useLearning } from "./learning-store.ts";
import { services } from "./services.ts";

/** Records that the page keeps itself: what a broken storage cannot take is still in the report. */
const mostKept = 20;

let kept: FailureRecord[] = [];

/** What the user did and what began on this page. */
export const pageSteps = openStepRing();

export function pageEnvironment(): FailureEnvironment {
  return readEnvironment(useLearning.getState().backend);
}

/** What went wrong since the page was opened, oldest first; of the workers only what the page was told of. */
export function pageFailures(): readonly FailureRecord[] {
  return kept;
}

/** The data set was cleared. */
export function forgetPageFailures(): void {
  kept = [];
  pageSteps.clear();
}

async function handOver(record: FailureRecord): Promise<void> {
  try {
    await services().dataset.recordFailures([record]);
  } catch {
    // Whatever is wrong with the log must not make a second failure of the first. The page keeps the record for the report.
  }
}

/**
 * The problem that an error carries. The log keeps the error, unless it says what is wrong with a user's file. Never throws.
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

/** For a place that shows nothing of a failure: problems with these tags are expected there, anything else goes to the log. */
export function recordUnexpected(error: unknown, expected: readonly ProblemTag[], subject: string): void {
  const { tag } = problemFrom(error, subject);
  if (!expected.includes(tag)) recordFailure(error, subject);
}
