import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { adjust } from "../../../src/state/actions/adjust-segmentation.ts";
import { useAdjustment } from "../../../src/state/stores/adjustment-store.ts";
import { useCorrection } from "../../../src/state/stores/correction-store.ts";
import { useLearning } from "../../../src/state/stores/learning-store.ts";
import { selectCells, useSelection } from "../../../src/state/stores/selection-store.ts";
import { makeModel, makeRun } from "./fakes/fake-run.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";

everyTestOnAFreshPage();

const tiles = [1, 2].map((index) => makeRecord(`tile-${index}`, { addedAt: index }));
const viewer = () => page.getByRole("application");
const rowButton = (name: string) => page.getByTestId(`tile-${name}`).getByRole("button").first();
const hint = () => page.getByTestId("correction-hint");

async function openTile() {
  const services = await openPage({ snapshot: { tiles } });
  await expect.element(page.getByRole("toolbar", { name: "Correct cells" })).toBeVisible();
  return services;
}

describe("correcting cells", () => {
  it("puts the tool and the refusal away when another tile is chosen", async () => {
    await openTile();
    viewer().element().focus();
    await userEvent.keyboard("sm");
    await expect.element(hint()).toHaveTextContent("Select two cells or more");
    await rowButton("tile-2").click();
    await expect.element(page.getByRole("application", { name: "Tile tile-2" })).toBeVisible();
    await expect.element(page.getByRole("button", { name: "Select cells" })).toHaveAttribute("aria-pressed", "true");
    await expect.element(hint()).not.toBeInTheDocument();
  });

  it("lets Delete remove a tile while the focus is in the tile list", async () => {
    const services = await openTile();
    await rowButton("tile-1").click();
    selectCells([1, 2]);
    await userEvent.keyboard("{Delete}");
    await expect.element(page.getByRole("dialog", { name: "Remove this tile?" })).toBeVisible();
    await page.getByRole("button", { name: "Keep" }).click();
    expect(services.calls.filter((call) => call.startsWith("correctCells"))).toEqual([]);
    viewer().element().focus();
    await userEvent.keyboard("{Delete}");
    await expect.poll(() => services.calls).toContain("correctCells tile-1 delete");
    await expect.element(page.getByRole("dialog")).not.toBeInTheDocument();
  });

  it("gives the focus back to the picture after a click on a tool, so that space moves the picture", async () => {
    await openTile();
    await page.getByRole("button", { name: "Paint on the selected cell" }).click();
    expect(useCorrection.getState().tool).toBe("brush");
    await expect.element(viewer()).toHaveFocus();
  });

  it("understands brackets from keyboards that have them on a third level", async () => {
    await openTile();
    const press = (key: string, held: KeyboardEventInit) =>
      viewer()
        .element()
        .dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...held }));
    const { radius } = useCorrection.getState();
    press("]", { ctrlKey: true, altKey: true, modifierAltGraph: true });
    const larger = useCorrection.getState().radius;
    expect(larger).toBeGreaterThan(radius);
    press("[", { altKey: true });
    expect(useCorrection.getState().radius).toBeLessThan(larger);
    press("d", { altKey: true });
    expect(useCorrection.getState().tool).toBe("select");
  });

  it("keeps hint and legend apart in a narrow window, and draws the brush only while the pointer is there", async () => {
    await page.viewport(1024, 768);
    await openTile();
    await userEvent.hover(page.getByRole("tab", { name: "Training" }));
    viewer().element().focus();
    selectCells([1]);
    await userEvent.keyboard("p");
    await expect.element(hint()).toBeVisible();
    const legend = page.getByRole("list", { name: "Likeliest class of the cells" }).element().parentElement;
    const [left, right] = [hint().element().getBoundingClientRect(), legend?.getBoundingClientRect()];
    expect(left.right).toBeLessThan(right?.left ?? 0);
    const [text, label] = [hint().element().querySelector("p"), hint().element().querySelector("label")];
    expect(label && getComputedStyle(label).fontSize).toBe(text && getComputedStyle(text).fontSize);
    expect(hint().element().scrollWidth).toBeLessThanOrEqual(hint().element().clientWidth);
    const rim = () => {
      const circle = viewer().element().querySelector("svg[aria-hidden] circle:last-of-type");
      return circle === null ? "none" : getComputedStyle(circle).visibility;
    };
    await expect.poll(rim).toBe("hidden");
    await userEvent.hover(viewer());
    await expect.poll(rim).toBe("visible");
  });

  it("explains both dashed lines in the legend: cut by the border, corrected by hand", async () => {
    await openTile();
    const { makeView } = await import("./fakes/fake-tile.ts");
    const legend = page.getByRole("list", { name: "Likeliest class of the cells" });
    const seed = [..."tile-1"].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
    const { cells } = makeView(makeRecord("tile-1"), null, seed);
    const cut = cells.filter(({ touchesBorder }) => touchesBorder).length;
    await expect.element(legend).toHaveTextContent(`Cut by the border${cut}`);
    await expect.element(legend).not.toHaveTextContent("Corrected by hand");
    const whole = cells.find(({ touchesBorder }) => !touchesBorder);
    viewer().element().focus();
    selectCells([whole?.number ?? 0]);
    const { correctCells } = await import("../../../src/state/actions/correct-cells.ts");
    const { x, y } = whole?.centroid ?? { x: 0, y: 0 };
    await correctCells({ kind: "erase", cell: whole?.number ?? 0, stroke: [[x, y]], radius: 4 });
    await expect.element(legend).toHaveTextContent(`Cut by the border${cut}Corrected by hand1`);
  });

  it("keeps the classes of the other cells, and counts the cells without one", async () => {
    const record = makeRecord("tile-1", { cellCount: 20 });
    await openPage({
      snapshot: { tiles: [record], run: makeRun("finished", 10), model: makeModel() },
      predicted: ["tile-1"],
    });
    const legend = page.getByRole("list", { name: "Likeliest class of the cells" });
    await expect.element(legend).toBeVisible();
    await expect.element(legend).not.toHaveTextContent("Not classified yet");
    // The graphics card is busy, so the corrected cells wait for their probabilities.
    useLearning.setState({ phase: "training" });
    const { correctCells } = await import("../../../src/state/actions/correct-cells.ts");
    await correctCells({ kind: "delete", cells: [1] });
    await expect.element(legend).not.toHaveTextContent("Not classified yet");
    await correctCells({ kind: "undo" });
    await expect.element(legend).toHaveTextContent("Not classified yet1");
  });

  it("is not possible during a change of the segmentation, which a selection would lose", async () => {
    await openTile();
    await page.getByRole("tab", { name: "Segmentation" }).click();
    await expect.element(page.getByText("Move a slider to see at once what it does.")).toBeVisible();
    const strip = page.getByRole("toolbar", { name: "Correct cells" });
    await expect.element(strip).toBeVisible();
    // The preview starts only after this time, which is longer than the test.
    adjust({ splitStrength: 0.9 }, 60_000);
    await expect.element(strip).not.toBeInTheDocument();
    viewer().element().focus();
    await userEvent.keyboard("{ArrowRight}");
    await viewer().click();
    expect(useAdjustment.getState().draft?.splitStrength).toBe(0.9);
    expect(useSelection.getState()).toMatchObject({ cell: null, tab: "segmentation" });
    await page.getByRole("button", { name: "Discard" }).click();
    await expect.element(strip).toBeVisible();
    await viewer().click();
    await expect.poll(() => useSelection.getState().tab).toBe("cell");
  });
});
