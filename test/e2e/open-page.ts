import { type Browser, type BrowserContext, chromium, type Page } from "playwright";
import { inject } from "vitest";
import { chromiumArguments, findChromium } from "../chromium.mjs";

export interface Journey {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors and warnings of the console, uncaught exceptions, and requests to other servers than the page's own. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

export interface JourneyOptions {
  /** False starts a browser without WebGPU. */
  readonly webgpu?: boolean;
  readonly width?: number;
  readonly height?: number;
}

/** ms; this limit only ends a wait that would last for ever, on the busiest machine. */
const patience = 300_000;

/** Messages that Chromium itself prints about a software adapter. The page does not cause them. */
const browserNoise = [
  /GPU stall due to ReadPixels/,
  /software (WebGL|rendering)/i,
  /SwiftShader/i,
  /powerPreference option/,
];

/** Opens the built page in a fresh, empty profile of a real Chromium. */
export async function openPage({ webgpu = true, width = 1440, height = 900 }: JourneyOptions = {}): Promise<Journey> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("No Chromium: run `npm test`, which installs one, or set CHROME_PATH.");
  const browser: Browser = await chromium.launch({
    executablePath,
    args: chromiumArguments.filter((argument) => webgpu || argument !== "--enable-unsafe-webgpu"),
  });
  const context = await browser.newContext({ viewport: { width, height }, acceptDownloads: true });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const address = inject("pageAddress");
  const complaints: string[] = [];
  page.on("console", (message) => {
    const text = message.text();
    if (!["error", "warning"].includes(message.type()) || browserNoise.some((pattern) => pattern.test(text))) return;
    complaints.push(`${message.type()}: ${text}`);
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !/^(blob|data):/.test(url)) complaints.push(`request to ${url}`);
  });
  await page.goto(address);
  return { page, context, complaints, close: () => browser.close() };
}
