import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DataOptions, tableData } from "./experiment-data.ts";
import { baselineRow, type ExperimentRow, experimentRows, truthRow } from "./experiment-rows.ts";

/** What one call of the command is to measure; `run.mjs` hands it over in the environment. */
export interface ExperimentPlan {
  readonly seeds: readonly number[];
  readonly rows: readonly ExperimentRow[];
  readonly data: DataOptions;
  readonly backend: "cpu" | "webgpu";
  /** The whole table: what the documents may be written from. */
  readonly complete: boolean;
  /** Tells this call's claims from those of one that was broken off. */
  readonly run: string;
}

/** A row with one seed, or the seed's data by themselves. */
export interface ExperimentJob {
  readonly name: string;
  readonly seed: number;
  /** null: measure the data's noise and the linear probes. */
  readonly row: ExperimentRow | null;
  /** Where its result is kept. */
  readonly file: string;
}

/** Enough for a mean with a spread. */
const tableSeeds: readonly number[] = [1, 2, 3];

const root = new URL("../../", import.meta.url);

/** Results are kept here, outside of version control, so that a call that was broken off goes on. */
const resultsFolder = fileURLToPath(new URL("test-results/experiment/", root));

/** A change in one of these may change figures; results of other code are made anew. */
const sources = ["src/learning/", "src/sample/", "src/pipeline/training/", "src/pipeline/prediction/"];

/** SHA-256 of the code that figures hang on. */
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

/** Everything to measure: seed by seed, so that a seed's tiles are made once a process. The ends of the gap come first. */
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

/** Makes the folders that a call writes into. */
export function claimsFolder(run: string): string {
  const folder = `${resultsFolder}claims-${run}/`;
  mkdirSync(folder, { recursive: true });
  return folder;
}
