/**
 * Finds a Chromium for the tests, in this order: $CHROME_PATH, an installed Chrome or Chromium, Playwright's own.
 * The test command installs Debian's when none of them is there.
 */
import { existsSync } from "node:fs";
import { chromium } from "playwright";

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Path of the browser's executable, or null when there is none. */
export function findChromium() {
  const named = process.env.CHROME_PATH;
  if (named) return named;
  return [...installed, chromium.executablePath()].find((path) => path !== "" && existsSync(path)) ?? null;
}

/**
 * WebGPU without a GPU (SwiftShader), no connection that the page did not ask for, and memory measured when it is asked for. The
 * watchdog takes a software GPU on a busy machine for one that hangs, and ends it.
 */
export const chromiumArguments = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--disable-gpu-watchdog",
  "--enable-blink-features=ForceEagerMeasureMemory",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
];
