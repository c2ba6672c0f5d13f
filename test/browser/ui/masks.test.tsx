import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { page } from "vitest/browser";
import type { TileMask } from "../../../src/domain/dataset/tile-mask.ts";
import { watchMasks } from "../../../src/state/actions/compare-masks.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";
import { poorText } from "./text-contrast.ts";

everyTestOnAFreshPage();

let end = () => {};
beforeEach(() => {
  end = watchMasks();
});
afterEach(() => end());

const mask: TileMask = {
  cells: "plate.zip/tile-1_cellmask.png",
  nuclei: null,
  agreement: null,
  problem: null,
  leftOut: null,
};
const later = { addedAt: 1_700_000_000_001 };

describe("a tile's mask", () => {
  it("is compared with the cells by itself, for one tile and for all tiles together", async () => {
    const tiles = [makeRecord("tile-1", { mask }), makeRecord("tile-2", { mask, ...later })];
    const services = await openPage({ snapshot: { tiles } });
    const table = page.getByRole("table", { name: "Agreement of this tile's cells with its mask" });
    await expect.element(table).toBeVisible();
    await expect.element(table.getByRole("row").nth(1)).toHaveTextContent("0.50.857152" + "3");
    await expect.element(page.getByText("tile-1_cellmask.png")).toBeVisible();
    await expect.element(page.getByText("F1 of all 2 tiles compared")).toBeVisible();
    expect(services.calls.filter((call) => call.startsWith("compareMask"))).toEqual([
      "compareMask tile-1",
      "compareMask tile-2",
    ]);
    expect(poorText(document.querySelector("aside") as HTMLElement)).toEqual([]);
  });

  it("becomes the cells and is compared again, for one tile or for all tiles", async () => {
    const tiles = [makeRecord("tile-1", { mask }), makeRecord("tile-2", { mask, ...later })];
    const services = await openPage({ snapshot: { tiles } });
    await page.getByText("Use as the cells", { exact: true }).click();
    await expect.element(page.getByText(/The cells are those of the mask. 2 loose pieces \(1,234 px\)/)).toBeVisible();
    await expect.element(page.getByRole("radio", { name: "Use as the cells" })).toBeChecked();
    await page.getByRole("button", { name: "Use all 2" }).click();
    await expect.element(page.getByRole("button", { name: "Use all 2" })).toBeDisabled();
    await page.getByText("Compare with it", { exact: true }).click();
    await expect.element(page.getByRole("table", { name: /^Agreement/ })).toBeVisible();
    await page.getByRole("button", { name: "Compare all 2" }).click();
    await expect.element(page.getByRole("button", { name: "Compare all 2" })).toBeDisabled();
    expect(services.calls.filter((call) => call.startsWith("process"))).toEqual([
      "process tile-1 from its mask",
      "process tile-2 from its mask",
      "process tile-1",
      "process tile-2",
    ]);
  });

  it("is reported in its section and in the list of problems when it does not fit, until it is removed", async () => {
    const problem = {
      tag: "MaskMismatch",
      subject: "tile-1_cellmask.png",
      message: "tile-1_cellmask.png is 4 x 4 px, but tile tile-1 is 512 x 384 px.",
      remedy: "Drop a mask of the tile's own size.",
    } as const;
    const services = await openPage({ snapshot: { tiles: [makeRecord("tile-1", { mask: { ...mask, problem } })] } });
    await expect.element(page.getByRole("status").getByText(problem.message)).toBeVisible();
    await expect.element(page.getByRole("tab", { name: "Problems, 1" })).toBeVisible();
    await expect.element(page.getByRole("radio", { name: "Use as the cells" })).toBeDisabled();
    await page.getByRole("button", { name: "Remove the mask of this tile" }).click();
    await expect.element(page.getByText("Mask of the tile")).not.toBeInTheDocument();
    await expect.element(page.getByRole("tab", { name: "Problems", exact: true })).toBeVisible();
    expect(services.calls).toContain("removeMask tile-1");
  });

  it("asks before it replaces cells that were corrected by hand", async () => {
    const services = await openPage({ snapshot: { tiles: [makeRecord("tile-1", { mask, correctedCells: 3 })] } });
    await page.getByText("Use as the cells", { exact: true }).click();
    await expect.element(page.getByText(/^3 cells corrected by hand would be lost/)).toBeVisible();
    await page.getByRole("button", { name: "Keep" }).click();
    expect(services.calls.filter((call) => call.startsWith("process"))).toEqual([]);
    await expect.element(page.getByText(/^3 cells corrected/)).not.toBeInTheDocument();
    await page.getByText("Use as the cells", { exact: true }).click();
    await page.getByRole("button", { name: "Replace" }).click();
    await expect.poll(() => services.calls).toContain("process tile-1 from its mask");
  });
});
