import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { listJobs, readPlan } from "./experiment-plan.ts";
import { baselineRow, contextTruthRow, truthRow } from "./experiment-rows.ts";
import type { RowResult } from "./measure-row.ts";
import { type ExperimentReport, renderReport, replaceBetween } from "./render-report.ts";
import { summariseResults } from "./summarise-results.ts";
import type { DataResult } from "./work-off-jobs.ts";

const documents = new URL("../../docs/", import.meta.url);

function gatherReport(): ExperimentReport {
  const plan = readPlan();
  const jobs = listJobs(plan);
  const read = <T>(name: string): T[] =>
    jobs.filter((job) => job.name === name).map(({ file }) => JSON.parse(readFileSync(file, "utf8")) as T);
  const results = plan.rows.map(({ name }) => read<RowResult>(name));
  const all = results.flat();
  return {
    date:
      all
        .map(({ finishedAt }) => finishedAt.slice(0, 10))
        .sort()
        .at(-1) ?? "",
    backends: [...new Set(all.map(({ backend }) => backend))],
    processorSeconds: all.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0),
    seeds: plan.seeds,
    data: plan.data,
    rows: plan.rows,
    summaries: summariseResults(plan.rows, results, baselineRow, truthRow),
    closedToContext: plan.rows.some(({ name }) => name === contextTruthRow)
      ? summariseResults(plan.rows, results, baselineRow, contextTruthRow).map(({ closed }) => closed.ofMeans)
      : null,
    results: all,
    dataResults: read<DataResult>("data"),
    complete: plan.complete,
  };
}

it("writes the report and compares the results with the goals", () => {
  const report = gatherReport();
  const text = renderReport(report);
  console.log(text);
  if (report.complete) {
    const path = new URL("learning.md", documents);
    writeFileSync(path, replaceBetween(readFileSync(path, "utf8"), "weak-labels", text));
    const { rows, summaries, ...rest } = report;
    const kept = { ...rest, rows: rows.map((row, index) => ({ ...row, ...summaries[index] })) };
    writeFileSync(new URL("learning-results.json", documents), `${JSON.stringify(kept, null, 1)}\n`);
  }
  for (const { probes } of report.dataResults) expect(probes.meanIntensities).toBeLessThan(0.5);
  const learntFromTiles = report.summaries.filter((_, index) => report.rows[index]?.labels === "tile");
  const best = Math.max(...learntFromTiles.map(({ closed }) => closed.ofMeans));
  if (report.complete) expect(best).toBeGreaterThanOrEqual(0.5);
});
