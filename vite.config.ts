import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import type { BrowserConfigOptions } from "vitest/node";
import packageJson from "./package.json" with { type: "json" };
import { chromiumArguments, findChromium } from "./test/chromium.mjs";
import { halfAFile } from "./test/half-a-file.mjs";
import { LongTestsFirst } from "./test/long-tests-first.ts";
import { recordEntries } from "./test/walk/record-entries.ts";

/** Cross-origin isolation gives precise timers, and shared memory for a library that needs it. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** The commit of the build. Every manifest names it (see `src/domain/software-versions.ts`). */
function describeCommit(): string {
  const git = (...words: string[]) =>
    execFileSync("git", words, {
      cwd: import.meta.dirname,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  try {
    const changed = git("status", "--porcelain", "--untracked-files=no") === "" ? "" : "-changed";
    return `${git("rev-parse", "--short=12", "HEAD")}${changed}`;
  } catch {
    // Without git, or in a copy without the history, the build goes on.
    return "unknown";
  }
}

const chromium = findChromium();

/** Tests that run in a real browser. */
const inChromium: BrowserConfigOptions = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args: chromiumArguments },
  }),
  instances: [{ browser: "chromium" }],
};

/** The folder of reference images beside the project. Tests use it where it exists. */
const shared = fileURLToPath(new URL("../shared", import.meta.url));

export default defineConfig({
  plugins: [react()],
  server: { headers: isolation },
  preview: { headers: isolation, port: 4173 },
  worker: { format: "es" },
  define: {
    __CYTOTOPE_VERSION__: JSON.stringify(packageJson.version),
    __CYTOTOPE_COMMIT__: JSON.stringify(describeCommit()),
    __OPENCV_VERSION__: JSON.stringify(packageJson.dependencies["@opencvjs/web"]),
    __TENSORFLOW_VERSION__: JSON.stringify(packageJson.dependencies["@tensorflow/tfjs-core"]),
  },
  build: { target: "es2023", chunkSizeWarningLimit: 14_000 },
  // If Vite found these only on their first use, the development server would reload the page.
  optimizeDeps: {
    include: [
      "@deck.gl/core",
      "@deck.gl/react",
      "@luma.gl/core",
      "@luma.gl/engine",
      "@mantine/core",
      "@mantine/hooks",
      "@opencvjs/web",
      "@tabler/icons-react",
      "@tensorflow/tfjs-backend-cpu",
      "@tensorflow/tfjs-backend-webgl",
      "@tensorflow/tfjs-backend-webgpu",
      "@tensorflow/tfjs-core",
      "@tensorflow/tfjs-core/dist/register_all_gradients",
      "@vivjs/extensions",
      "@vivjs/layers",
      "@zip.js/zip.js",
      "comlink",
      "fast-png",
      "fflate",
      "geotiff",
      "h5wasm",
      "idb",
      "papaparse",
      "react",
      "react-dom",
      "react-dom/client",
      "react/jsx-dev-runtime",
      "react/jsx-runtime",
      "umap-js",
      "uplot",
      "zustand",
    ],
  },
  test: {
    reporters: ["default"],
    sequence: { sequencer: LongTestsFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "node",
          include: ["test/unit/**/*.test.{ts,tsx}"],
          setupFiles: ["test/equal-bytes.ts"],
          // The longest take seconds. These limits end only a test that would run for ever, even on a busy machine.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
          // By default Vitest leaves one core free, which is half of a machine with two.
          maxWorkers: "100%",
        },
      },
      {
        extends: true,
        plugins: [halfAFile()],
        define: { __SHARED__: JSON.stringify(shared) },
        server: { fs: { allow: [".", shared] } },
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.{ts,tsx}"],
          setupFiles: ["test/equal-bytes.ts"],
          // A wait ends with its event. These limits end only a test that would wait for ever, even on a busy machine.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
          // The pages of each worker have their own browser context and storage.
          maxWorkers: 2,
          browser: inChromium,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          environment: "node",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/e2e/serve-build.ts"],
          testTimeout: 1_800_000,
          hookTimeout: 600_000,
          expect: { poll: { timeout: 300_000 } },
          // Each journey starts its own browser.
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        plugins: [recordEntries(import.meta.dirname)],
        test: {
          name: "walk",
          include: ["test/walk/*.walk.ts"],
          testTimeout: 300_000,
          browser: inChromium,
        },
      },
      {
        extends: true,
        test: {
          name: "bench",
          environment: "node",
          include: ["test/bench/*.bench.ts"],
          testTimeout: 900_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        define: { __SHARED__: JSON.stringify(shared) },
        server: { fs: { allow: [".", shared] } },
        test: {
          name: "bench-browser",
          // The two projects of benches run one after the other.
          sequence: { groupOrder: 1 },
          include: ["test/bench/browser/*.bench.{ts,tsx}"],
          testTimeout: 900_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 300_000 } },
          fileParallelism: false,
          browser: inChromium,
        },
      },
      {
        extends: true,
        test: {
          name: "experiment",
          environment: "node",
          include: ["test/experiment/**/*.experiment.ts"],
          testTimeout: 12 * 3_600_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
