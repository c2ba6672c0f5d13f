import { existsSync, renameSync, writeFileSync } from "node:fs";
import { type Backend, openBackend } from "../../src/learning/backend/backend.ts";
import { installNodeWebgpu } from "../node-webgpu.ts";
import { type ExperimentData, type KnownCell, makeExperimentData } from "./experiment-data.ts";
import { claimsFolder, type ExperimentJob, listJobs, readPlan } from "./experiment-plan.ts";
import { probeLinearly } from "./linear-probe.ts";
import { type LabelNoise, measureNoise } from "./measure-noise.ts";
import { measureRow } from "./measure-row.ts";

/** The measured properties of one seed's data. */
export interface DataResult {
  readonly seed: number;
  readonly noise: LabelNoise;
  /** Mean average precision of logistic regressions on true labels. */
  readonly probes: { readonly meanIntensities: number; readonly allMeasurements: number };
}

function measureData(seed: number, { training, test }: ExperimentData): DataResult {
  const probe = (features: (cell: KnownCell) => readonly number[]) => {
    const probed = (cells: readonly KnownCell[]) =>
      cells.map((cell) => ({ truth: cell.truth, features: features(cell) }));
    return probeLinearly(probed(training), probed(test));
  };
  return {
    seed,
    noise: measureNoise([...training, ...test]),
    probes: {
      meanIntensities: probe(({ means }) => means),
      allMeasurements: probe(({ means, measured }) => [...means, ...measured]),
    },
  };
}

/** Claims a job. Returns false if another process of this call has claimed it before. */
function claim(folder: string, { name, seed }: ExperimentJob): boolean {
  try {
    writeFileSync(`${folder}${name}-${seed}`, "", { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

/**
 * Does one job after the other until none is left. Skips jobs that have a result or that another process has
 * claimed.
 */
export async function workOffJobs(): Promise<void> {
  const plan = readPlan();
  const claims = claimsFolder(plan.run);
  let made: { readonly seed: number; readonly data: ExperimentData } | undefined;
  let backend: Backend | null = null;
  for (const job of listJobs(plan)) {
    if (existsSync(job.file) || !claim(claims, job)) continue;
    if (made?.seed !== job.seed) made = { seed: job.seed, data: makeExperimentData(plan.data, job.seed) };
    if (backend === null) {
      const missing = plan.backend === "webgpu" ? await installNodeWebgpu() : null;
      if (missing !== null) throw new Error(missing);
      backend = await openBackend(plan.backend);
    }
    const result =
      job.row === null ? measureData(job.seed, made.data) : await measureRow(job.row, job.seed, made.data, backend);
    writeFileSync(`${job.file}.part`, JSON.stringify(result, null, 2));
    renameSync(`${job.file}.part`, job.file);
    const figure =
      "seconds" in result
        ? `mAP ${result.meanAveragePrecision.toFixed(4)}, ${result.seconds.toFixed(0)} s, ${result.processorSeconds.toFixed(0)} s of the processor`
        : "";
    console.log(`${new Date().toISOString()} ${job.name}, seed ${job.seed}: ${figure}`);
  }
  backend?.close();
}
