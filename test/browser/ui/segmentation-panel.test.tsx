import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { useDataset } from "../../../src/state/stores/dataset-store.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";

everyTestOnAFreshPage();

const tiles = [
  makeRecord("tile-1", { cellCount: 20, estimatedDiameter: 40 }),
  makeRecord("tile-2", { cellCount: 20, addedAt: 1_700_000_000_001, estimatedDiameter: 60 }),
];

async function openPanel(options: Parameters<typeof openPage>[0] = { snapshot: { tiles } }) {
  const services = await openPage(options);
  await expect.element(page.getByRole("application")).toBeVisible();
  await page.getByRole("tab", { name: "Segmentation" }).click();
  await expect.element(page.getByText("Move a slider to see at once what it does.")).toBeVisible();
  return services;
}

async function moveSlider(name: string, keys: string): Promise<void> {
  page.getByRole("slider", { name }).element().focus();
  await userEvent.keyboard(keys);
}

describe("the segmentation panel", () => {
  it("previews a change, shows before and after, and stores nothing until it is applied", async () => {
    const services = await openPanel();
    await moveSlider("Split strength", "{ArrowRight}{ArrowRight}");
    await expect.element(page.getByTestId("preview-count")).toHaveTextContent("Preview: 20 cells (now 20)");
    expect(services.calls.filter((call) => /^(saveOptions|process)/.test(call))).toEqual([]);
    await page.getByRole("button", { name: "Before" }).click();
    await expect.element(page.getByRole("button", { name: "Before" })).toHaveAttribute("aria-pressed", "true");
    // The key also works while the slider has the focus, as it has after a move.
    page.getByRole("slider", { name: "Split strength" }).element().focus();
    await userEvent.keyboard("b");
    await expect.element(page.getByRole("button", { name: "After" })).toHaveAttribute("aria-pressed", "true");
    page.getByRole("application").element().focus();
    // Arrow keys select no cell now, because that would open the cell's tab and end the preview.
    await userEvent.keyboard("{ArrowRight}");
    await expect.element(page.getByTestId("preview-count")).toBeVisible();

    await page.getByRole("button", { name: "Apply to this tile" }).click();
    await expect.poll(() => services.calls).toContain("process tile-1 own 0.6");
    await expect.element(page.getByText("This tile has its own settings.")).toBeVisible();
    await expect.element(page.getByTestId("preview-count")).not.toBeInTheDocument();
    await expect.element(page.getByRole("img", { name: "own settings" })).toBeVisible();
    await page.getByRole("button", { name: "Use the data set's settings" }).click();
    await expect.poll(() => services.calls).toContain("process tile-1");
    await expect.element(page.getByText("This tile has its own settings.")).not.toBeInTheDocument();
  });

  it("applies to all tiles, but to those with their own settings only when the user says so", async () => {
    const own = makeRecord("tile-3", {
      addedAt: 1_700_000_000_002,
      segmentation: { ...defaultSegmentationOptions, splitStrength: 1 },
    });
    const services = await openPanel({ snapshot: { tiles: [...tiles, own] } });
    await moveSlider("Nucleus sensitivity", "{ArrowRight}");
    await page.getByRole("button", { name: "Apply to all tiles" }).click();
    await expect.poll(() => services.calls).toContain("process tile-3 own 1");
    expect(services.calls).toContain("process tile-2");
    await expect.poll(() => useDataset.getState().segmentation.nucleusSensitivity).toBeCloseTo(0.55, 6);
    await expect.element(page.getByRole("button", { name: "Apply to all tiles" })).toBeEnabled();
    await page.getByRole("checkbox", { name: "Also 1 other tile with own settings" }).click();
    await page.getByRole("button", { name: "Apply to all tiles" }).click();
    await expect.poll(() => services.calls).toContain("process tile-3");
  });

  it("shows estimate and median, uses the median on demand, and needs a pixel size for µm", async () => {
    await openPanel();
    await expect.element(page.getByText("Median of 2 tiles")).toBeVisible();
    await page.getByRole("button", { name: "Use the median diameter" }).click();
    await expect.element(page.getByRole("textbox", { name: "Nucleus diameter in px" })).toHaveValue("50");
    await expect.element(page.getByRole("radio", { name: "in µm" })).toBeDisabled();
    await page.getByRole("textbox", { name: "Pixel size in µm" }).fill("0,2");
    await expect.element(page.getByText("50 px (10 µm)")).toBeVisible();
    await page.getByText("in µm", { exact: true }).click();
    await expect.element(page.getByRole("textbox", { name: "Nucleus diameter in µm" })).toHaveValue("10");
  });

  it("shows a message for a bad number, and keeps the last good one", async () => {
    const services = await openPanel();
    await page.getByText("in px", { exact: true }).click();
    const field = page.getByRole("textbox", { name: "Nucleus diameter in px" });
    for (const bad of ["3", "5000", "-20", "abc", "1e3", ""]) {
      await field.fill(bad);
      await expect.element(page.getByText("Enter a number from 4 to 1,024.")).toBeVisible();
    }
    await field.fill("80");
    await expect.element(page.getByText("Enter a number from 4 to 1,024.")).not.toBeInTheDocument();
    await page.getByRole("textbox", { name: "Pixel size in µm" }).fill("0");
    await expect.element(page.getByText("Enter a number from 0.001 to 100.")).toBeVisible();
    await page.getByRole("button", { name: "Apply to this tile" }).click();
    await expect.poll(() => services.calls).toContain("process tile-1 own 0.5");
    await expect.poll(() => useDataset.getState().tiles["tile-1"]?.segmentation?.nucleusDiameter).toBe(80);
    expect(useDataset.getState().pixelSize).toBeNull();
  });

  it("drops the preview when the changes are discarded, and when the tab is left", async () => {
    const services = await openPanel();
    await moveSlider("Cell sensitivity", "{ArrowLeft}");
    await expect.element(page.getByTestId("preview-count")).toBeVisible();
    await page.getByRole("button", { name: "Discard" }).click();
    await expect.element(page.getByTestId("preview-count")).not.toBeInTheDocument();
    await moveSlider("Cell sensitivity", "{ArrowLeft}");
    await expect.element(page.getByTestId("preview-count")).toBeVisible();
    await page.getByRole("tab", { name: "Cell" }).click();
    await expect.element(page.getByTestId("preview-count")).not.toBeInTheDocument();
    expect(services.calls).toContain("close preview");
  });
});
