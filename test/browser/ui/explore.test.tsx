import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { showTab, useSelection } from "../../../src/state/stores/selection-store.ts";
import { makeModel, makeRun } from "./fakes/fake-run.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";
import { poorText } from "./text-contrast.ts";

everyTestOnAFreshPage();

const tiles = [makeRecord("tile-1", { cellCount: 20 }), makeRecord("tile-2", { cellCount: 20, addedAt: 2e12 })];
const trained = {
  snapshot: { tiles, run: makeRun("finished", 10), model: makeModel() },
  predicted: ["tile-1", "tile-2"],
};
const selection = () => useSelection.getState();
const picture = () => page.getByRole("application");

describe("the model's view of a cell", () => {
  it("is shown over the crop on demand, for the likeliest class or for another one", async () => {
    const { calls } = await openPage(trained);
    await expect.element(picture()).toBeVisible();
    useSelection.setState({ cell: 3 });
    const shown = page.getByRole("switch", { name: "Show where the model looks" });
    await expect.element(shown).toBeVisible();
    expect(page.getByRole("img", { name: "Where the model looks" }).elements()).toHaveLength(0);
    await shown.click();
    await expect.element(page.getByRole("img", { name: "Where the model looks" })).toBeVisible();
    await expect.element(page.getByText(/^Light places are the strongest evidence for/)).toBeVisible();
    await page.getByRole("combobox", { name: "For the class" }).click();
    await page.getByRole("option", { name: "Negative", exact: true }).click();
    await expect.element(page.getByText("Nothing in this crop speaks for Negative.")).toBeVisible();
    expect(calls.filter((call) => call.startsWith("explainCell")).at(-1)).toBe("explainCell tile-1 3 18");
    // The heat map follows the selection.
    useSelection.setState({ cell: 4 });
    await expect.poll(() => calls.at(-1)).toBe("explainCell tile-1 4 18");
    expect(poorText(document.body)).toEqual([]);
  });

  it("says that it needs a model when there is none", async () => {
    await openPage({ snapshot: { tiles } });
    await expect.element(picture()).toBeVisible();
    useSelection.setState({ cell: 1 });
    await expect.element(page.getByRole("switch", { name: "Show where the model looks" })).toBeDisabled();
    await expect.element(page.getByText("Needs a model: train one first.")).toBeVisible();
    showTab("explore");
    await expect.element(page.getByText("No model yet: train one first.")).toBeVisible();
  });
});

describe("the cells most alike", () => {
  it("are shown after features were computed, and a click goes to one", async () => {
    await openPage(trained);
    await expect.element(picture()).toBeVisible();
    useSelection.setState({ cell: 3 });
    await page.getByRole("button", { name: "Compute features" }).click();
    const strip = page.getByRole("list", { name: "Cells most alike" });
    await expect.element(strip).toBeVisible();
    expect(strip.getByRole("button").elements()).toHaveLength(8);
    await strip.getByRole("button").nth(1).click();
    expect(selection()).toMatchObject({ tileId: "tile-1", cell: 2, tab: "cell" });
  });
});

describe("the map of the cells", () => {
  it("is drawn on demand and selects cells by click, by arrow keys and by the list", async () => {
    const { calls } = await openPage(trained);
    await expect.element(picture()).toBeVisible();
    showTab("explore");
    await page.getByRole("button", { name: "Draw the map" }).click();
    const map = page.getByRole("img", { name: /^Map of the cells/ });
    await expect.element(map).toBeVisible();
    expect(calls).toContain("embed");
    // Cell 1 of the first tile is the leftmost one, at half the height.
    const { width, height } = map.element().getBoundingClientRect();
    await map.click({ position: { x: 10, y: height / 2 } });
    expect(selection()).toMatchObject({ tileId: "tile-1", cell: 1, tab: "explore" });
    (map.element() as HTMLElement).focus();
    await userEvent.keyboard("{ArrowRight}");
    expect(selection().cell).not.toBe(1);
    const around = page.getByRole("list", { name: "Cells around the selected one on the map" });
    await expect.element(around).toBeVisible();
    const before = selection().cell;
    await around.getByRole("button").first().click();
    expect(selection().cell).not.toBe(before);
    await page.getByText("Tile", { exact: true }).click();
    // The map is drawn when some of its pixels are not empty.
    const context = (map.element() as HTMLCanvasElement).getContext("2d");
    const { data } = context?.getImageData(0, 0, Math.round(width), Math.round(height)) ?? { data: [] };
    expect([...data].some((value) => value > 0)).toBe(true);
    expect(poorText(document.body)).toEqual([]);
  });

  it("can be stopped while features are computed, and cancelled while it is drawn", async () => {
    const services = await openPage({ ...trained, held: ["embed", "map"] });
    await expect.element(picture()).toBeVisible();
    showTab("explore");
    await page.getByRole("button", { name: "Draw the map" }).click();
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    services.release("embed");
    await expect.element(page.getByText(/Stopped: what was computed is kept/)).toBeVisible();
    await page.getByRole("button", { name: "Draw the map" }).click();
    await page.getByRole("button", { name: "Cancel the map" }).click();
    await expect.element(page.getByRole("button", { name: "Draw the map" })).toBeVisible();
  });
});

describe("the cells to review", () => {
  it("show the whole reason for each cell in a narrow window too", async () => {
    await page.viewport(1024, 768);
    await openPage(trained);
    showTab("explore");
    const reason = page.getByText("labelled, no cell reaches 0.5").first();
    await expect.element(reason).toBeVisible();
    expect(reason.element().scrollWidth).toBeLessThanOrEqual(reason.element().clientWidth);
  });

  it("are listed with the strongest first, can be filtered by class, and are visited by keys", async () => {
    const { calls } = await openPage(trained);
    await expect.element(picture()).toBeVisible();
    showTab("explore");
    const list = page.getByRole("list", { name: "Cells to review" });
    await expect.element(list.getByRole("button").first()).toBeVisible();
    expect(list.getByRole("button").elements()).toHaveLength(20);
    await page.getByRole("button", { name: "Show 4 more" }).click();
    expect(list.getByRole("button").elements()).toHaveLength(24);
    await userEvent.keyboard("j");
    expect(selection()).toMatchObject({ tileId: "tile-1", cell: 1, tab: "explore" });
    await userEvent.keyboard("j");
    expect(selection()).toMatchObject({ tileId: "tile-2", cell: 1 });
    await userEvent.keyboard("k");
    expect(selection()).toMatchObject({ tileId: "tile-1", cell: 1 });
    await expect.element(list.getByRole("button").first()).toHaveAttribute("aria-current", "true");
    await page.getByRole("combobox", { name: "Class" }).click();
    await page.getByRole("option", { name: "Golgi apparatus" }).click();
    await expect.poll(() => calls.at(-1)).toBe("listDisagreements 7");
    await expect.poll(() => list.getByRole("button").elements().length).toBe(12);
    expect(poorText(document.body)).toEqual([]);
  });
});
