import { beforeEach, describe, expect, it, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { selectedCells, useSelection } from "../../../src/state/stores/selection-store.ts";
import { makeRecord, makeView } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";

everyTestOnAFreshPage();
// These events come from no real pointer, so that there is no pointer to capture.
beforeEach(() => {
  vi.spyOn(Element.prototype, "setPointerCapture").mockImplementation(() => {});
});

const record = makeRecord("tile-1", { cellCount: 20 });
const view = makeView(
  record,
  null,
  [..."tile-1"].reduce((sum, letter) => sum + letter.charCodeAt(0), 0),
);
const viewer = () => page.getByRole("application");
const strip = () => page.getByRole("toolbar", { name: "Correct cells" });
const selected = () => [...selectedCells(useSelection.getState())].sort((a, b) => a - b);

async function openTile() {
  const services = await openPage({ snapshot: { tiles: [record] } });
  await expect.element(strip()).toBeVisible();
  await expect.poll(() => document.querySelector("#deckgl-wrapper canvas") !== null).toBe(true);
  return services;
}

/** The place on the screen of a position in the tile, while the whole tile is in view. In px of the window. */
function onScreen([x, y]: readonly [number, number]) {
  const box = viewer().element().getBoundingClientRect();
  const scale = Math.min(box.width / record.width, box.height / record.height) * 0.96;
  return {
    clientX: box.left + box.width / 2 + (x - record.width / 2) * scale,
    clientY: box.top + box.height / 2 + (y - record.height / 2) * scale,
  };
}

/** Draws like a hand: presses at the first position, moves over the others, and releases at the last one. */
function draw(points: readonly (readonly [number, number])[], options: PointerEventInit = {}): void {
  const canvas = document.querySelector("#deckgl-wrapper canvas");
  if (canvas === null) throw new Error("There is no picture.");
  const tell = (type: string, at: readonly [number, number] | undefined, init: PointerEventInit) =>
    canvas.dispatchEvent(
      new PointerEvent(type, {
        bubbles: true,
        cancelable: true,
        pointerId: 1,
        ...onScreen(at ?? [0, 0]),
        ...options,
        ...init,
      }),
    );
  tell("pointerdown", points[0], { buttons: 1 });
  for (const point of points) tell("pointermove", point, { buttons: 1 });
  tell("pointerup", points.at(-1), { buttons: 0 });
}

const whole = view.cells.filter(({ touchesBorder }) => !touchesBorder);
const [first, second] = whole;
if (first === undefined || second === undefined) throw new Error("The drawn tile has two whole cells.");
const centre = ({ x, y }: { readonly x: number; readonly y: number }) => [x, y] as const;

describe("correcting cells on the picture", () => {
  it("selects several cells with Shift and with a box, and enables the merge button", async () => {
    await openTile();
    const merge = strip().getByRole("button", { name: /^Merge/ });
    await expect.element(merge).toHaveAttribute("aria-disabled", "true");
    draw([centre(first.centroid)]);
    draw([centre(second.centroid)], { shiftKey: true });
    expect(selected()).toEqual([first.number, second.number].sort((a, b) => a - b));
    await expect.element(merge).toHaveAttribute("aria-disabled", "false");
    await userEvent.keyboard("x");
    draw([
      [1, 1],
      [record.width - 1, record.height - 1],
    ]);
    expect(selected()).toEqual(view.cells.map(({ number }) => number));
    await userEvent.keyboard("{Escape}{Escape}");
    expect(selected()).toEqual([]);
  });

  it("splits, deletes, undoes and redoes, and shows the number of cells after each", async () => {
    const { calls } = await openTile();
    const cells = (count: number) =>
      expect.element(page.getByRole("application", { name: `${count} cells` })).toBeVisible();
    const start = view.cells.length;
    await userEvent.keyboard("s");
    await expect.element(strip().getByRole("button", { name: "Split a cell" })).toHaveAttribute("aria-pressed", "true");
    const { left, right } = first.box;
    draw([
      [left - 2, first.centroid.y],
      [right + 2, first.centroid.y],
    ]);
    await cells(start + 1);
    await userEvent.keyboard("v");
    draw([centre(second.centroid)]);
    await userEvent.keyboard("{Delete}");
    await cells(start);
    await userEvent.keyboard("{Control>}z{/Control}");
    await cells(start + 1);
    await userEvent.keyboard("{Control>}y{/Control}");
    await cells(start);
    await strip().getByRole("button", { name: "Undo the last correction" }).click();
    await cells(start + 1);
    expect(calls.filter((call) => call.startsWith("correctCells")).map((call) => call.split(" ")[2])).toEqual([
      "split",
      "delete",
      "undo",
      "redo",
      "undo",
    ]);
    await expect.element(viewer().getByText("Corrected by hand", { exact: true })).toBeVisible();
  });

  it("changes the brush by keys, and says why a correction was refused", async () => {
    await openTile();
    await userEvent.keyboard("p");
    await expect.element(page.getByText("12 px", { exact: true })).toBeVisible();
    await userEvent.keyboard("[BracketRight][BracketRight]");
    await expect.element(page.getByText("21 px", { exact: true })).toBeVisible();
    draw([[1, 1]]);
    await userEvent.keyboard("m");
    await expect.element(page.getByTestId("correction-hint")).toHaveTextContent(/^Select two cells or more to merge/);
  });
});
