import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { channelNames } from "../../../src/domain/tile/tile.ts";
import { changeChannel, useDisplay } from "../../../src/state/stores/display-store.ts";
import { makeModel, makeRun } from "./fakes/fake-run.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";

everyTestOnAFreshPage();

const record = makeRecord("tile-1", { cellCount: 20, weakLabel: [0, 16] });
const predicted = {
  snapshot: { tiles: [record], run: makeRun("finished", 10), model: makeModel() },
  predicted: ["tile-1"],
};
const viewer = () => page.getByRole("application");

async function pixels(): Promise<ImageData> {
  const base64 = await viewer().screenshot({ save: false });
  const response = await fetch(`data:image/png;base64,${base64}`);
  const bitmap = await createImageBitmap(await response.blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  if (context === null) throw new Error("This browser draws no 2D pictures.");
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

const lit = (r: number, g: number, b: number) => r + g + b > 90;

/** Share of pixels for which `test` is true, in the middle of the picture, where no toolbar or legend is. */
function share({ data, width, height }: ImageData, test: (r: number, g: number, b: number) => boolean): number {
  let [hits, all] = [0, 0];
  for (let y = Math.round(height * 0.3); y < height * 0.8; y += 1) {
    for (let x = Math.round(width * 0.1); x < width * 0.7; x += 1) {
      const at = 4 * (y * width + x);
      all += 1;
      if (test(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)) hits += 1;
    }
  }
  return hits / all;
}

describe("the viewer", () => {
  it("goes from cell to cell by keys and shows the probabilities of each cell", async () => {
    await openPage(predicted);
    await expect.element(viewer()).toBeVisible();
    await expect.element(page.getByText("Click a cell in the picture", { exact: false })).toBeVisible();
    viewer().element().focus();
    await userEvent.keyboard("{ArrowRight}");
    await expect.element(page.getByText("Cell 1", { exact: true })).toBeVisible();
    await userEvent.keyboard("{ArrowRight}");
    await expect.element(page.getByText("Cell 2", { exact: true })).toBeVisible();
    const bars = page.getByRole("list", { name: "Probability of each class" });
    expect(bars.getByRole("listitem").elements()).toHaveLength(6);
    await page.getByRole("button", { name: "Show all 19 classes" }).click();
    const values = bars
      .getByRole("listitem")
      .elements()
      .map((item) => Number(item.textContent?.match(/[\d.]+$/)?.[0]));
    expect(values).toHaveLength(19);
    expect([...values].sort((a, b) => b - a)).toEqual(values);
    await expect.element(page.getByRole("img", { name: "Cell 2" })).toBeVisible();
    viewer().element().focus();
    await userEvent.keyboard("{Escape}");
    await expect.element(page.getByText("Click a cell in the picture", { exact: false })).toBeVisible();
  });

  it("switches channels and outlines by keys, and lists its keys", async () => {
    await openPage(predicted);
    await expect.element(viewer()).toBeVisible();
    viewer().element().focus();
    await userEvent.keyboard("1");
    await expect.element(page.getByRole("switch", { name: "Show red" })).not.toBeChecked();
    await userEvent.keyboard("4");
    await expect.element(page.getByRole("switch", { name: "Show yellow" })).toBeChecked();
    await userEvent.keyboard("o");
    await expect.element(page.getByRole("button", { name: "Cell outlines" })).toHaveAttribute("aria-pressed", "false");
    await userEvent.keyboard("?");
    await expect.element(page.getByRole("dialog", { name: "Keyboard and mouse" })).toBeVisible();
    await userEvent.keyboard("{Escape}");
    await expect.element(page.getByRole("dialog")).not.toBeInTheDocument();
  });

  it("is one tab stop with a name, followed by its toolbar", async () => {
    await openPage(predicted);
    await expect.element(viewer()).toBeVisible();
    await expect.poll(() => document.querySelector("#deckgl-wrapper canvas") !== null).toBe(true);
    await expect.poll(() => document.getElementById("deckgl-wrapper")?.tabIndex).toBe(-1);
    viewer().element().focus();
    await userEvent.keyboard("{Tab}");
    await expect.element(page.getByRole("button", { name: "Fit the tile to the window" })).toHaveFocus();
  });

  it("fits the window until the user moves, and zooms where it is double-clicked", async () => {
    await openPage(predicted);
    await expect.element(viewer()).toBeVisible();
    const bar = () => Number.parseFloat(page.getByTestId("scale-bar").element().getAttribute("data-zoom") ?? "");
    await expect.poll(bar).toBeGreaterThan(-9);
    const wide = bar();
    await page.viewport(1024, 768);
    await expect.poll(bar).toBeLessThan(wide);
    const fitted = bar();
    await expect.poll(() => document.querySelector("#deckgl-wrapper canvas") !== null).toBe(true);
    await viewer().dblClick();
    await expect.poll(bar).toBeCloseTo(fitted + 1, 5);
    const narrow = viewer().element().clientWidth;
    await page.viewport(1440, 900);
    // The overlay takes the new width in the same step in which the tile would be fitted to it.
    const overlay = () => Number(viewer().element().querySelector(":scope > svg")?.getAttribute("width"));
    await expect.poll(overlay).toBeGreaterThan(narrow);
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    expect(bar()).toBeCloseTo(fitted + 1, 5);
  });

  it("draws the channels, and outlines over them", async () => {
    await openPage(predicted);
    await expect.element(viewer()).toBeVisible();
    useDisplay.setState({ outlines: false });
    await expect.poll(async () => share(await pixels(), lit)).toBeGreaterThan(0.25);
    for (const name of channelNames) changeChannel(name, { visible: false });
    await expect.poll(async () => share(await pixels(), lit)).toBe(0);
    useDisplay.setState({ outlines: true });
    await expect.poll(async () => share(await pixels(), lit)).toBeGreaterThan(0.005);
    expect(share(await pixels(), lit)).toBeLessThan(0.12);
    useDisplay.setState({ fill: 0.5 });
    await expect.poll(async () => share(await pixels(), lit)).toBeGreaterThan(0.3);
  });

  it("selects the cell that is clicked", async () => {
    await openPage(predicted);
    await expect.element(viewer()).toBeVisible();
    useDisplay.setState({ outlines: true, fill: 0.6 });
    await expect.poll(async () => share(await pixels(), lit)).toBeGreaterThan(0.3);
    const { makeView } = await import("./fakes/fake-tile.ts");
    const seed = [..."tile-1"].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
    const cell = makeView(record, null, seed).cells.find(({ touchesBorder }) => !touchesBorder);
    if (cell === undefined) throw new Error("The drawn tile has a whole cell.");
    const box = viewer().element().getBoundingClientRect();
    const scale = Math.min(box.width / record.width, box.height / record.height) * 0.96;
    await viewer().click({
      position: {
        x: box.width / 2 + (cell.centroid.x - record.width / 2) * scale,
        y: box.height / 2 + (cell.centroid.y - record.height / 2) * scale,
      },
    });
    await expect.element(page.getByText(`Cell ${cell.number}`, { exact: true }).first()).toBeVisible();
  });

  it("loads few tiles at a time and shows the one that was chosen", async () => {
    const tiles = [1, 2, 3, 4, 5].map((index) => makeRecord(`tile-${index}`, { addedAt: index }));
    await openPage({ snapshot: { tiles } });
    for (const name of ["tile-4", "tile-2", "tile-5"]) {
      await page.getByTestId(`tile-${name}`).getByRole("button").first().click();
      await expect.element(page.getByRole("application", { name: `Tile ${name}` })).toBeVisible();
    }
    const { tileViews } = await import("../../../src/state/stores/tile-views.ts");
    expect(tiles.filter(({ id }) => tileViews.peek(id) !== null).length).toBeLessThanOrEqual(3);
  });

  it("gives the GPU's context back when another tile comes into view", async () => {
    // The page opens with the first tile. A cached picture would keep the context, so the test looks at the others.
    const tiles = [1, 2, 3].map((index) => makeRecord(`tile-${index}`, { addedAt: index }));
    await openPage({ snapshot: { tiles } });
    const context = async (name: string) => {
      await page.getByTestId(`tile-${name}`).getByRole("button").first().click();
      await expect.element(page.getByRole("application", { name: `Tile ${name}` })).toBeVisible();
      // Wait until it is drawn: a picture that is removed before it has its context cannot give it back.
      await expect.poll(async () => share(await pixels(), lit)).toBeGreaterThan(0.25);
      return viewer().element().querySelector("canvas")?.getContext("webgl2") ?? null;
    };
    const first = await context("tile-2");
    expect(first?.isContextLost()).toBe(false);
    const second = await context("tile-3");
    expect(second).not.toBe(first);
    await expect.poll(() => first?.isContextLost()).toBe(true);
    expect(second?.isContextLost()).toBe(false);
  });
});
