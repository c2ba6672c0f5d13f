/**
 * The test command. It installs what is missing, runs every check of a gear and ends with one plain line of the form
 * `N passed, N failed`.
 *
 *   npm run check                 static checks and unit tests, for every change; about a minute
 *   npm run check -- --browser    also the quick browser tests, for a change of page, workers or storage; some minutes
 *   npm test                      everything: also trainings, real tiles, journeys and the built page, as on the server
 *
 * `gears.mjs` lists the tests that only `npm test` runs. A static check (formatting, types ...) counts as one test.
 * The static checks run beside the unit tests, and each prints its findings when it ends. No test asserts a
 * duration; `npm run bench` measures those.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium } from "./chromium.mjs";
import { longTests } from "./gears.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const fast = process.argv.includes("--fast");
const suites = fast ? ["unit", ...(process.argv.includes("--browser") ? ["browser"] : [])] : ["unit", "browser", "e2e"];

const staticChecks = [
  ["format, lint and import direction", "biome", ["check", "--error-on-warnings", "."]],
  ["rooms and the direction of imports", "node", ["test/check-rooms.mjs"]],
  ["types of the page", "tsc", ["-p", "src"]],
  ["types of the workers", "tsc", ["-p", "workers"]],
  ["types of the tests", "tsc", ["-p", "test"]],
  ["unused code", "knip", []],
];

let passed = 0;
const failures = [];
const started = performance.now();
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(0)} s`;

const onWindows = process.platform === "win32";
/** Tools write no colours to a pipe unless told to. */
const env = { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}) };

/**
 * Runs a tool of the installed packages and passes on its output in whole lines. Resolves with true if it succeeded.
 */
function runTool(name, toolArguments, say) {
  const command = name === "node" ? process.execPath : join(root, "node_modules", ".bin", name);
  return new Promise((resolve) => {
    const child = spawn(command, toolArguments, {
      cwd: root,
      env,
      shell: onWindows,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        const end = text.lastIndexOf("\n") + 1;
        if (end === 0) rest += text;
        else {
          say(rest + text.slice(0, end));
          rest = text.slice(end);
        }
      });
      stream.on("end", () => rest !== "" && say(`${rest}\n`));
    }
    child.on("error", (error) => say(`${error.message}\n`));
    child.on("close", (code) => resolve(code === 0));
  });
}

const sayAtOnce = (text) => process.stdout.write(text);

async function runStaticChecks() {
  for (const [name, command, commandArguments] of staticChecks) {
    const since = performance.now();
    let said = "";
    const fine = await runTool(command, commandArguments, (text) => {
      said += text;
    });
    // In one piece, between the lines of the tests that run beside it.
    sayAtOnce(`\n== ${name}: ${fine ? "passed" : "FAILED"} in ${seconds(since)}\n${said}`);
    if (fine) passed += 1;
    else failures.push(name);
  }
}

const reports = mkdtempSync(join(tmpdir(), "cytotope-test-"));

async function runSuite(suite) {
  const since = performance.now();
  sayAtOnce(`\n== ${suite} tests\n`);
  const report = join(reports, `${suite}.json`);
  const options = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  if (fast) options.push("--silent=passed-only", ...longTests[suite].flatMap((path) => ["--exclude", path]));
  const fine = await runTool("vitest", ["run", "--project", suite, ...options], sayAtOnce);
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
  sayAtOnce(`== ${suite} tests took ${seconds(since)}\n`);
}

/** Debian's Chromium, when no browser is found and apt-get is there to bring one. */
function installChromium() {
  if (findChromium() !== null) return true;
  console.log("No Chrome or Chromium found: installing Debian's.");
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo"];
  const apt = (...words) => {
    const [command, ...rest] = [...asRoot, "apt-get", ...words];
    return spawnSync(command, rest, { cwd: root, stdio: "inherit", shell: onWindows }).status === 0;
  };
  if (apt("update", "-qq") && apt("install", "-y", "-qq", "chromium") && findChromium() !== null) return true;
  console.error("Chromium could not be installed. Install Chrome or Chromium, or set CHROME_PATH to its executable.");
  return false;
}

for (const path of Object.values(longTests).flat()) {
  if (!existsSync(join(root, path.replace(/\/\*\*$/, "")))) failures.push(`test/gears.mjs: there is no ${path}`);
}
await Promise.all([runStaticChecks(), runSuite("unit")]);
const inBrowser = suites.filter((suite) => suite !== "unit");
if (inBrowser.length > 0 && !installChromium())
  failures.push(`no browser: ${inBrowser.join(" and ")} tests did not run`);
else for (const suite of inBrowser) await runSuite(suite);
rmSync(reports, { recursive: true, force: true });

console.log(`\n${seconds(started)}`);
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
