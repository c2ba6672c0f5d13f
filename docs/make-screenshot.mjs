/**
 * Takes the README's picture, docs/screenshot.png, of the page that `npm start` serves. It shows the sample tiles
 * after a training, with one cell selected. Without a GPU the training takes about ten minutes. Needs pngquant
 * (Debian: `apt-get install pngquant`).
 *
 *   npm run screenshot [-- http://localhost:4173/]
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { chromiumArguments, findChromium } from "../test/chromium.mjs";

const address = process.argv[2] ?? "http://localhost:4173/";
const file = fileURLToPath(new URL("screenshot.png", import.meta.url));
const minute = 60_000;

const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: chromiumArguments });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
const press = (name) => page.getByRole("button", { name, exact: true }).click({ timeout: minute });
const fill = (name, value) => page.getByRole("textbox", { name }).fill(value);

await page.goto(address);
await press("Try sample tiles");
await press("Stop after this step");
await page.getByRole("button", { name: "Train a classifier" }).waitFor({ timeout: 3 * minute });

// The sample run's own six epochs show the steps, not what can be learnt: more and smaller steps, on every tile.
await page.getByRole("tab", { name: "Training" }).click();
await page.getByRole("combobox", { name: "Network" }).click();
await page.getByRole("option", { name: /^Tiny/ }).click();
await page.getByRole("combobox", { name: "Batch size" }).click();
await page.getByRole("option", { name: "4", exact: true }).click();
await fill("Epochs", "12");
await fill("Learning rate", "0.002");
await fill("Validation share", "0");
await press("Start training");
await page.getByRole("button", { name: "Save results" }).waitFor({ timeout: 40 * minute });

// A tile whose dark corner lies under the legend, and a whole cell of it.
await page.getByTestId("tile-sample-3").getByRole("button").first().click();
await page.getByRole("tab", { name: "Cell" }).click();
await page.getByRole("application").waitFor({ timeout: minute });
await page.locator("#deckgl-overlay").click({ position: { x: 420, y: 543 } });
await page.getByRole("img", { name: /^Cell \d+$/ }).waitFor({ timeout: minute });
await page.mouse.move(700, 20);
await page.screenshot({ path: file });
await browser.close();
execFileSync("pngquant", ["--force", "--speed", "1", "--output", file, "192", file]);
