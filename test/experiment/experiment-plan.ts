import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DataOptions, tableData } from "./experiment-data.ts";
import { baselineRow, type ExperimentRow, experimentRows, truthRow } from "./experiment-rows.ts";

/** What one call of the command measures. `run.mjs` passes it in environment variables. */
export interface ExperimentPlan {
  readonly seeds: readonly number[];
  readonly rows: readonly ExperimentRow[];
  readonly data: DataOptions;
  readonly backend: "cpu" | "webgpu";
  /** True if the call measures the whole table. Only then the documents are written. */
  readonly complete: boolean;
  /** Distinguishes the claims of this call from those of an interrupted call. */
  readonly run: string;
}

/** One row with one seed, or the data of one seed. */
export interface ExperimentJob {
  readonly name: string;
  readonly seed: number;
  /** null means that the job measures the noise of the data and the linear probes. */
  readonly row: ExperimentRow | null;
  /** The file that keeps the result. */
  readonly file: string;
}

/** Three seeds are enough for a mean and a spread. */
const tableSeeds: readonly number[] = [1, 2, 3];

const root = new URL("../../", import.meta.url);

/** Results are kept here, outside of version control, so that an interrupted call can be continued. */
const resultsFolder = fileURLToPath(new URL("test-results/experiment/", root));

/** A change in this code may change the figures. Results of other code are measured again. */
const sources = ["src/learning/", "src/sample/", "src/pipeline/training/", "src/pipeline/prediction/"];

/** SHA-256 of the code that the figures depend on. */
function fingerprintCode(): string {
  const hash = createHash("sha256");
  for (const folder of sources) {
    const names = readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .sort();
    for (const name of names) hash.update(`${folder}${name}\n`).update(readFileSync(new URL(folder + name, root)));
  }
  return hash.digest("hex").slice(0, 16);
}

function listed(text: string | undefined): string[] {
  return (text ?? "").split(",").filter(Boolean);
}

export function readPlan(environment: NodeJS.ProcessEnv = process.env): ExperimentPlan {
  const seeds = listed(environment["EXPERIMENT_SEEDS"]).map(Number);
  const names = listed(environment["EXPERIMENT_ROWS"]);
  const unknown = names.filter((name) => !experimentRows.some((row) => row.name === name));
  if (unknown.length > 0)
    throw new Error(`No such rows: ${unknown}. There are ${experimentRows.map(({ name }) => name)}.`);
  const rows = experimentRows.filter(({ name }) => names.length === 0 || names.includes(name));
  const taken = seeds.length > 0 ? seeds : tableSeeds;
  return {
    seeds: taken,
    rows,
    data: tableData,
    backend: environment["BACKEND"] === "webgpu" ? "webgpu" : "cpu",
    complete: rows.length === experimentRows.length && taken.length >= tableSeeds.length,
    run: environment["EXPERIMENT_RUN"] ?? "by-hand",
  };
}

/**
 * Lists everything to measure. The jobs are sorted by seed, so that a process makes the tiles of a seed only once.
 * The rows at the ends of the gap come first.
 */
export function listJobs({ seeds, rows, data, backend }: ExperimentPlan): ExperimentJob[] {
  const code = fingerprintCode();
  const job = (name: string, seed: number, row: ExperimentRow | null): ExperimentJob => {
    const key = createHash("sha256").update(
      JSON.stringify({ code, data, backend, seed, row: row && [row.labels, row.options] }),
    );
    return { name, seed, row, file: `${resultsFolder}${name}-${seed}-${key.digest("hex").slice(0, 12)}.json` };
  };
  const ends = (row: ExperimentRow) => (row.name === baselineRow || row.name === truthRow ? 0 : 1);
  const ordered = [...rows].sort((a, b) => ends(a) - ends(b));
  return seeds.flatMap((seed) => [job("data", seed, null), ...ordered.map((row) => job(row.name, seed, row))]);
}

/** Makes the folders that a call writes to. */
export function claimsFolder(run: string): string {
  const folder = `${resultsFolder}claims-${run}/`;
  mkdirSync(folder, { recursive: true });
  return folder;
}
