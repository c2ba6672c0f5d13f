import { softwareVersions } from "../software-versions.ts";
import type { ErrorTrace } from "./error-trace.ts";
import type { FailureEnvironment } from "./failure-environment.ts";
import type { FailurePlace, FailureRecord } from "./failure-record.ts";
import type { Step } from "./step-ring.ts";

const placeNames: Readonly<Record<FailurePlace, string>> = {
  page: "the page",
  dataset: "the dataset worker",
  imaging: "an imaging worker",
  learning: "the learning worker",
  exploration: "an exploration worker",
};

const kindNames = { webgpu: "WebGPU", webgl: "WebGL", cpu: "CPU" } as const;

function describeTrace({ name, message, stack }: ErrorTrace): string {
  return stack === "" ? `${name}: ${message}` : `${name}: ${message}\n${stack}`;
}

function describeSteps(steps: readonly Step[]): string {
  if (steps.length === 0) return "  none";
  return steps.map(({ at, what, times }) => `  ${at}  ${what}${times > 1 ? ` (${times} times)` : ""}`).join("\n");
}

/** Three lines: the version of Cytotope, the GPU and the browser. */
function describeEnvironment({ version, commit, gpu, browser }: FailureEnvironment): string {
  const memory = browser.memory === null ? "" : `, ${browser.memory} GiB of memory or more`;
  const adapter = gpu === null ? "" : [gpu.adapter, gpu.software ? "software" : ""].filter(Boolean).join(", ");
  return [
    `Cytotope ${version}, commit ${commit}`,
    `GPU: ${gpu === null ? "not known here" : `${kindNames[gpu.kind]}${adapter === "" ? "" : ` (${adapter})`}`}`,
    `Browser: ${browser.userAgent}, ${browser.cores} cores${memory}`,
  ].join("\n");
}

/** One failure of the log, as text for a developer. */
function describeFailure(record: FailureRecord): string {
  const { at, lastAt, times, place, problem, error, causes, steps, environment } = record;
  const often = times === 1 ? "" : `, ${times} times until ${lastAt}`;
  return [
    `${problem.tag}: ${problem.subject}`,
    problem.message,
    `${at}, in ${placeNames[place]}${often}`,
    describeEnvironment(environment),
    "",
    describeTrace(error),
    ...causes.map((cause) => `Caused by ${describeTrace(cause)}`),
    "",
    `Last steps in ${placeNames[place]}:`,
    describeSteps(steps),
  ].join("\n");
}

/** The parts of a report. */
export interface ReportParts {
  /** ISO 8601. */
  readonly at: string;
  readonly environment: FailureEnvironment;
  /** Lines that say why no better GPU backend is in use and how full the storage is, as far as the page knows. */
  readonly facts: readonly string[];
  /** The steps of the page, oldest first. */
  readonly steps: readonly Step[];
  /** Oldest first. */
  readonly failures: readonly FailureRecord[];
}

/** The whole log and the environment as text. The user can read it before giving it to anyone. */
export function describeReport({ at, environment, facts, steps, failures }: ReportParts): string {
  const libraries = Object.entries(softwareVersions).map(([name, words]) => `${name} ${words}`);
  const rule = "-".repeat(72);
  return `${[
    "Report of Cytotope",
    "Made in the browser and saved by the user; nothing was sent anywhere. It holds names of files and tiles, but no images.",
    "",
    at,
    describeEnvironment(environment),
    `Software: ${libraries.join(", ")}`,
    ...facts,
    "",
    "Last steps in the page:",
    describeSteps(steps),
    "",
    failures.length === 0
      ? "No unexpected failure is in the log."
      : `${failures.length} unexpected failures, newest first`,
    ...failures.toReversed().flatMap((record) => ["", rule, describeFailure(record)]),
  ].join("\n")}\n`;
}

/** The details of one shown problem: its record if the log has one, otherwise what the page knows. */
export function describeDetails(
  problem: FailureRecord["problem"],
  record: FailureRecord | null,
  page: { readonly environment: FailureEnvironment; readonly steps: readonly Step[] },
): string {
  if (record === null) {
    return [
      `${problem.tag}: ${problem.subject}`,
      problem.message,
      describeEnvironment(page.environment),
      "",
      "The log keeps no stack of this failure.",
      "",
      "Last steps in the page:",
      describeSteps(page.steps),
    ].join("\n");
  }
  const gpu = record.environment.gpu ?? page.environment.gpu;
  const told = describeFailure({ ...record, environment: { ...record.environment, gpu } });
  return record.place === "page" ? told : `${told}\n\nLast steps in the page:\n${describeSteps(page.steps)}`;
}

/**
 * The record of a shown problem; null when there is none. When two threads recorded the same failure, this is the
 * record of the thread in which it began.
 */
export function findFailure(
  problem: FailureRecord["problem"],
  records: readonly FailureRecord[],
): FailureRecord | null {
  const told = records.filter(({ problem: { tag, message } }) => tag === problem.tag && message === problem.message);
  const found = told.findLast((record) => record.problem.subject === problem.subject) ?? told.at(-1) ?? null;
  if (found?.place !== "page") return found;
  return records.findLast(({ key, place }) => key === found.key && place !== "page") ?? found;
}
