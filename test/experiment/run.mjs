/**
 * The experiment trains the tiny network on generated tiles with every objective and compares it with the true
 * labels of the cells.
 *
 *   npm run experiment                      every row, three seeds; writes docs/learning.md and learning-results.json
 *   npm run experiment -- --seeds 1         one seed (prints only)
 *   npm run experiment -- --rows inherit,truth
 *   npm run experiment -- --fresh           discards the results that test-results/experiment keeps of earlier calls
 *   BACKEND=webgpu npm run experiment       on WebGPU by Dawn instead of the processor
 *
 * Two processes share the work. Results are kept, so that an interrupted call can be continued.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { values } = parseArgs({
  options: {
    seeds: { type: "string" },
    rows: { type: "string" },
    fresh: { type: "boolean" },
    processes: { type: "string", default: "2" },
  },
});

const results = join(root, "test-results", "experiment");
if (values.fresh) rmSync(results, { recursive: true, force: true });

const run = `${process.pid}-${Date.now()}`;
const environment = {
  ...process.env,
  EXPERIMENT_RUN: run,
  EXPERIMENT_SEEDS: values.seeds ?? "",
  EXPERIMENT_ROWS: values.rows ?? "",
};

function vitest(...filters) {
  const { status } = spawnSync(
    join(root, "node_modules", ".bin", "vitest"),
    ["run", ...filters, "--project", "experiment", "--disableConsoleIntercept"],
    { cwd: root, stdio: "inherit", env: environment, shell: process.platform === "win32" },
  );
  return status === 0;
}

const measured = vitest(...(values.processes === "1" ? ["worker-1"] : ["worker-"]));
rmSync(join(results, `claims-${run}`), { recursive: true, force: true });
process.exit(measured && vitest("write-report") ? 0 : 1);
