/**
 * The test command: installs what is missing, runs every check, and ends with one plain line `N passed, N failed`.
 *
 *   npm test        everything
 *   npm run check   without a browser (--fast)
 *
 * A static check (formatting, types ...) counts as one test.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium } from "./chromium.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const fast = process.argv.includes("--fast");

function run(command, commandArguments) {
  const { status } = spawnSync(command, commandArguments, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  return status === 0;
}

/** Runs a tool of the installed packages. */
function runTool(name, toolArguments) {
  return run(name === "node" ? process.execPath : join(root, "node_modules", ".bin", name), toolArguments);
}

/** Debian's Chromium, when no browser is found and apt-get is there to bring one. */
function installChromium() {
  if (findChromium() !== null) return true;
  console.log("No Chrome or Chromium found: installing Debian's.");
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo"];
  const apt = (...words) => {
    const [command, ...rest] = [...asRoot, "apt-get", ...words];
    return run(command, rest);
  };
  if (apt("update", "-qq") && apt("install", "-y", "-qq", "chromium") && findChromium() !== null) return true;
  console.error("Chromium could not be installed. Install Chrome or Chromium, or set CHROME_PATH to its executable.");
  return false;
}

const staticChecks = [
  ["format, lint and import direction", "biome", ["check", "--error-on-warnings", "."]],
  ["rooms and the direction of imports", "node", ["test/check-rooms.mjs"]],
  ["types of the page", "tsc", ["-p", "src"]],
  ["types of the workers", "tsc", ["-p", "workers"]],
  ["types of the tests", "tsc", ["-p", "test"]],
  ["unused code", "knip", []],
];

const suites = fast ? ["unit"] : ["unit", "browser", "e2e"];

let passed = 0;
const failures = [];
const started = performance.now();

for (const [name, command, commandArguments] of staticChecks) {
  console.log(`\n== ${name}`);
  if (runTool(command, commandArguments)) passed += 1;
  else failures.push(name);
}

const reports = mkdtempSync(join(tmpdir(), "cytotope-test-"));
if (fast || installChromium()) {
  for (const suite of suites) {
    console.log(`\n== ${suite} tests`);
    const report = join(reports, `${suite}.json`);
    const fine = runTool("vitest", [
      "run",
      "--project",
      suite,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ]);
    const failedBefore = failures.length;
    try {
      const { numPassedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
      passed += numPassedTests;
      for (const file of testResults) {
        const failed = file.assertionResults.filter((result) => result.status !== "passed");
        failures.push(...failed.map((result) => `${suite}: ${result.fullName} (${result.status})`));
        if (file.status !== "passed" && failed.length === 0) failures.push(`${suite}: ${file.name}`);
      }
    } catch (error) {
      failures.push(`${suite}: no report (${error.message})`);
    }
    // Vitest also fails on errors outside of any test.
    if (!fine && failures.length === failedBefore) failures.push(`${suite}: an error outside of the tests`);
  }
} else {
  failures.push("no browser: browser and end-to-end tests did not run");
}
rmSync(reports, { recursive: true, force: true });

console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s`);
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
