import { type Problem, type ProblemTag, problemFrom } from "../errors.ts";
import { type ErrorTrace, traceErrors, withoutContents } from "./error-trace.ts";
import type { FailureEnvironment } from "./failure-environment.ts";
import type { Step } from "./step-ring.ts";

/** The thread in which it happened. */
export type FailurePlace = "page" | "dataset" | "imaging" | "learning" | "exploration";

/** One failure in the log, for a developer to read: text of bounded length, without the content of files. */
export interface FailureRecord {
  /** Equal errors have equal keys, in every thread. Repeats are found by it. */
  readonly key: string;
  /** When it happened first and last, as ISO 8601. */
  readonly at: string;
  readonly lastAt: string;
  readonly times: number;
  readonly place: FailurePlace;
  /** The problem as the user saw it. */
  readonly problem: Pick<Problem, "tag" | "subject" | "message">;
  readonly error: ErrorTrace;
  /** The nearest cause first. */
  readonly causes: readonly ErrorTrace[];
  /** The last steps of the failure's thread, oldest first. */
  readonly steps: readonly Step[];
  readonly environment: FailureEnvironment;
}

/** The problems whose stack a developer needs. Faults of a user's file are not among them. */
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

/** A problem in the words that a record keeps. */
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

/** The record that the log keeps of an error; null for an error that reports a fault of a user's file. */
export function makeFailureRecord(
  error: unknown,
  { place, subject, steps, environment, now }: FailureSite,
): FailureRecord | null {
  const problem = problemFrom(error, subject);
  if (!isLogged(problem)) return null;
  const [trace, ...causes] = traceErrors(error);
  const at = now.toISOString();
  // The same fault of a hundred tiles is one failure. Otherwise it would push everything else out of the log.
  const words = problem.tag === "Unexpected" ? trace.message : trace.message.replaceAll(problem.subject, "");
  return {
    key: `${trace.name} ${hash(`${words}\n${trace.stack}`)}`,
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

/** In ms. The same failure within this time raises the count of its record and makes no new one. */
const repeatTime = 5 * 60_000;

/** Whether `again` repeats `known`. */
export function isRepeat(known: FailureRecord, again: FailureRecord): boolean {
  return known.key === again.key && Date.parse(again.at) - Date.parse(known.lastAt) < repeatTime;
}

/** `known` with its repeat counted. A failure that one thread passed on to another happened only once. */
export function countRepeat(known: FailureRecord, again: FailureRecord): FailureRecord {
  if (known.place !== again.place) return known;
  return { ...known, times: known.times + again.times, lastAt: again.lastAt };
}

/** `records` and one more. Above `most`, the oldest go. */
export function addFailure(records: readonly FailureRecord[], record: FailureRecord, most: number): FailureRecord[] {
  const known = records.findLastIndex((other) => isRepeat(other, record));
  if (known < 0) return [...records, record].slice(-most);
  return records.map((other, index) => (index === known ? countRepeat(other, record) : other));
}
