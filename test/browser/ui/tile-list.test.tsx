import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Problem } from "../../../src/domain/errors.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";

everyTestOnAFreshPage();

const lacksRed: Problem = {
  tag: "MissingChannel",
  subject: "well-7",
  message: "The red channel is missing.",
  remedy: "Add well-7_red.png, or go on without it.",
};
const truncated: Problem = {
  tag: "TruncatedFile",
  subject: "well-8_blue.png",
  message: "well-8_blue.png ends early.",
  remedy: "Copy it again.",
};
const table: Problem = {
  tag: "MissingHeader",
  subject: "train.csv",
  message: "train.csv has no header.",
  remedy: "Write ID,Label in the first line.",
};
const waiting = makeRecord("well-7", {
  status: "waiting",
  cellCount: 0,
  missingChannels: ["red"],
  problem: lacksRed,
  addedAt: 1,
});
const failed = makeRecord("well-8", { status: "failed", cellCount: 0, problem: truncated, addedAt: 2 });
const ready = makeRecord("well-6", { addedAt: 0, weakLabel: [7, 13] });

const row = (name: string) => page.getByTestId(`tile-${name}`);

describe("the tile list", () => {
  it("shows the state, the labels and the problem of each tile", async () => {
    await openPage({ snapshot: { tiles: [ready, waiting, failed] } });
    await expect.element(row("well-6")).toHaveTextContent("16 cells");
    await expect.element(row("well-6")).toHaveTextContent("Golgi apparatus, Plasma membrane");
    await expect.element(row("well-7")).toHaveTextContent("Waits for you");
    await expect.element(row("well-8")).toHaveTextContent("Failed");
    await expect.element(row("well-8")).toHaveTextContent("well-8_blue.png ends early. Copy it again.");
  });

  it("goes on without red when the user says so", async () => {
    const services = await openPage({ snapshot: { tiles: [waiting] } });
    await row("well-7").getByRole("button", { name: "Go on without red" }).click();
    await expect.element(row("well-7")).toHaveTextContent("20 cells");
    expect(services.calls).toEqual(["goOnWithout well-7", "process well-7"]);
  });

  it("goes on without the missing channels of many tiles after one click", async () => {
    const others = ["well-9", "well-10"].map((name, index) =>
      makeRecord(name, {
        status: "waiting",
        cellCount: 0,
        missingChannels: ["yellow"],
        problem: lacksRed,
        addedAt: 5 + index,
      }),
    );
    const blind = makeRecord("well-11", {
      status: "waiting",
      cellCount: 0,
      missingChannels: ["blue"],
      problem: lacksRed,
    });
    const services = await openPage({ snapshot: { tiles: [waiting, ...others, blind] } });
    await page.getByRole("button", { name: "More for all tiles" }).click();
    await page.getByRole("menuitem", { name: "Go on without missing channels (3 tiles)" }).click();
    await expect.element(row("well-10")).toHaveTextContent("20 cells");
    expect(services.calls.filter((call) => call.startsWith("goOnWithout")).sort()).toEqual([
      "goOnWithout well-10",
      "goOnWithout well-7",
      "goOnWithout well-9",
    ]);
    await expect.element(row("well-11")).toHaveTextContent("Waits for you");
  });

  it("draws only the rows in view when there are thousands", async () => {
    const tiles = Array.from({ length: 3000 }, (_, index) => makeRecord(`tile-${index}`, { addedAt: index }));
    await openPage({ snapshot: { tiles } });
    await expect.element(page.getByRole("heading", { name: "3,000 tiles" })).toBeVisible();
    const list = page.getByTestId("tile-list");
    expect(list.element().querySelectorAll("canvas, [data-tile-button]").length).toBeLessThan(60);
    row("tile-0").getByRole("button").first().element().focus();
    await userEvent.keyboard("{End}");
    await expect.element(row("tile-2999")).toBeVisible();
    await expect.element(row("tile-2999").getByRole("button").first()).toHaveFocus();
    await userEvent.keyboard("{ArrowUp}");
    await expect.element(row("tile-2998").getByRole("button").first()).toHaveAttribute("aria-current", "true");
    await userEvent.keyboard("{Home}");
    await expect.element(row("tile-0").getByRole("button").first()).toHaveFocus();
  });

  it("asks before a tile is removed", async () => {
    const services = await openPage({ snapshot: { tiles: [ready, failed] } });
    await page.getByRole("button", { name: "Remove well-6" }).click();
    await page.getByRole("button", { name: "Keep" }).click();
    await expect.element(row("well-6")).toBeVisible();
    await page.getByRole("button", { name: "Remove well-6" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect.element(row("well-6")).not.toBeInTheDocument();
    expect(services.calls).toEqual(["removeTiles well-6"]);
    await expect.element(row("well-8").getByRole("button").first()).toHaveAttribute("aria-current", "true");
  });

  it("cancels a batch and offers the tiles again", async () => {
    const services = await openPage({ snapshot: { tiles: [ready] }, held: ["process"] });
    const input = page.getByTestId("file-input").element() as HTMLInputElement;
    await userEvent.upload(input, [new File(["x"], "new-1"), new File(["x"], "new-2")]);
    await expect.element(page.getByText("Segmenting 1 of 2", { exact: false })).toBeVisible();
    await expect.element(row("new-1")).toHaveTextContent(/Reading|Outlining|Measuring/);
    await page.getByRole("button", { name: "Cancel segmentation", exact: true }).click();
    services.release("process");
    await expect.element(row("new-1")).toHaveTextContent("Not segmented");
    await expect.element(row("new-2")).toHaveTextContent("Not segmented");
    await expect.element(page.getByText("Segmenting", { exact: false })).not.toBeInTheDocument();
    await page.getByRole("button", { name: "Segment new-1" }).click();
    await expect.element(row("new-1")).toHaveTextContent("20 cells");
  });
});

describe("problems", () => {
  it("are counted and listed, and disappear when they are dismissed", async () => {
    const services = await openPage({ snapshot: { tiles: [waiting, failed], problems: [table] } });
    await page.getByRole("tab", { name: "Problems" }).click();
    const list = page.getByRole("list", { name: "Problems" });
    await expect.element(list).toHaveTextContent("train.csv has no header.");
    expect(list.getByRole("listitem").elements()).toHaveLength(3);
    await expect.element(page.getByRole("tab", { name: "Problems" })).toHaveTextContent("3");
    await page.getByRole("button", { name: "Dismiss all" }).click();
    await expect.poll(() => list.getByRole("listitem").elements().length).toBe(2);
    expect(services.calls).toEqual(["dismissProblems"]);
  });

  it("of dropped files are listed, and the other files are added", async () => {
    const services = await openPage({ answers: { "notes.docx": { problems: [table] } } });
    const transfer = new DataTransfer();
    transfer.items.add(new File(["x"], "notes.docx"));
    transfer.items.add(new File(["x"], "fine"));
    for (const type of ["dragenter", "dragover", "drop"]) {
      window.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
    await expect.element(row("fine")).toHaveTextContent("20 cells");
    expect(services.calls[0]).toBe("addFiles notes.docx fine");
    await expect.element(page.getByRole("tab", { name: "Problems" })).toHaveTextContent("1");
  });
});
