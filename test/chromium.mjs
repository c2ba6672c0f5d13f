/**
 * Finds a Chromium for the tests, in this order: $CHROME_PATH, an installed Chrome or Chromium, Playwright's own. The
 * test command installs Debian's Chromium when none of them is there.
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

/** Returns the path of the browser's executable, or null when there is none. */
export function findChromium() {
  const named = process.env.CHROME_PATH;
  if (named) return named;
  return [...installed, chromium.executablePath()].find((path) => path !== "" && existsSync(path)) ?? null;
}

/**
 * The arguments turn on WebGPU without a GPU (SwiftShader), turn off all connections that the page did not open, and
 * make Chromium measure memory at once when a test asks for it. They turn off the GPU watchdog, because on a busy
 * machine it mistakes a slow software GPU for one that hangs, and ends it.
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
