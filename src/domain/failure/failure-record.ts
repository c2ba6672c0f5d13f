import { type Problem, type ProblemTag, problemFrom } from "../errors.ts";
import { type ErrorTrace, traceErrors, withoutContents } from "./error-trace.ts";
import type { FailureEnvironment } from "./failure-environment.ts";
import type { Step } from "./step-ring.ts";

/** The thread in which it happened. */
export type FailurePlace = "page" | "dataset" | "imaging" | "learning" | "exploration";

/** One failure as the log keeps it, for a developer to read. Text only, of bounded length, without the content of files. */
export interface FailureRecord {
  /** Tells repeats of one failure: equal for equal errors of whatever thread. */
  readonly key: string;
  /** ISO 8601: the first and the last time. */
  readonly at: string;
  readonly lastAt: string;
  readonly times: number;
  readonly place: FailurePlace;
  /** What the user was told. */
  readonly problem: Pick<Problem, "tag" | "subject" | "message">;
  readonly error: ErrorTrace;
  /** The nearest first. */
  readonly causes: readonly ErrorTrace[];
  /** In the thread of the failure, oldest first. */
  readonly steps: readonly Step[];
  readonly environment: FailureEnvironment;
}

/** Problems of which a developer needs the stack. What is wrong with a user's file is not among them. */
const loggedTags: readonly ProblemTag[] = [
  "Unexpected",
  "SegmentationFailed",
  "DeviceLost",
  "StorageBroken",
  "OutOfMemory",
];

/** Whether the log keeps such a problem. */
export function isLogged({ tag }: Pick<Problem, "tag">): boolean {
  return loggedTags.includes(tag);
}

/** A problem as a record keeps it. */
export function problemWords({ tag, subject, message }: FailureRecord["problem"]): FailureRecord["problem"] {
  return { tag, subject: withoutContents(subject), message: withoutContents(message) };
}

/** FNV-1a, 32 bits: enough to tell a hundred stacks apart. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return (value >>> 0).toString(16);
}

/** Where and when a failure happened. */
export interface FailureSite {
  readonly place: FailurePlace;
  /** The file, tile or work that an unexpected error is about. */
  readonly subject: string;
  readonly steps: readonly Step[];
  readonly environment: FailureEnvironment;
  readonly now: Date;
}

/** What the log keeps of an error; null when it keeps nothing, because the error says what is wrong with a user's file. */
export function makeFailureRecord(
  error: unknown,
  { place, subject, steps, environment, now }: FailureSite,
): FailureRecord | null {
  const problem = problemFrom(error, subject);
  if (!isLogged(problem)) return null;
  const [trace, ...causes] = traceErrors(error);
  const at = now.toISOString();
  return {
    key: `${trace.name} ${hash(`${trace.message}\n${trace.stack}`)}`,
    at,
    lastAt: at,
    times: 1,
    place,
    problem: problemWords(problem),
    error: trace,
    causes,
    steps,
    environment,
  };
}

/** ms within which the same failure is counted, not kept again. */
const repeatTime = 5 * 60_000;

/** Whether `again` is `known` once more. */
export function isRepeat(known: FailureRecord, again: FailureRecord): boolean {
  return known.key === again.key && Date.parse(again.at) - Date.parse(known.lastAt) < repeatTime;
}

/** `known` with its repeat counted. What one thread passed on to another happened only once. */
export function countRepeat(known: FailureRecord, again: FailureRecord): FailureRecord {
  if (known.place !== again.place) return known;
  return { ...known, times: known.times + again.times, lastAt: again.lastAt };
}

/** `records` with one more, at most `most` of them; the oldest go first. */
export function addFailure(records: readonly FailureRecord[], record: FailureRecord, most: number): FailureRecord[] {
  const known = records.findLastIndex((other) => isRepeat(other, record));
  if (known < 0) return [...records, record].slice(-most);
  return records.map((other, index) => (index === known ? countRepeat(other, record) : other));
}
