import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { makeEvaluation } from "./fakes/fake-evaluation.ts";
import { makeModel, makeRun } from "./fakes/fake-run.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";

everyTestOnAFreshPage();

const snapshot = { tiles: [makeRecord("tile-1")], run: makeRun("finished", 10) };

describe("the evaluation of the model", () => {
  it("shows the figures of every class with intervals, the reliability, and which classes are predicted for each label", async () => {
    const evaluation = makeEvaluation();
    const services = await openPage({ snapshot: { ...snapshot, model: { ...makeModel(), evaluation } } });
    await page.getByRole("tab", { name: "Training" }).click();
    await page.getByRole("button", { name: "Show all figures" }).click();
    const dialog = page.getByRole("dialog", { name: "Evaluation of the model" });
    const table = dialog.getByRole("table", { name: "Figures by class" });
    await expect.element(table).toBeVisible();
    expect(table.getByRole("row").elements()).toHaveLength(20);
    const [first, without] = [evaluation.classes[0], table.getByRole("row", { name: /Nucleoli fibrillar center/ })];
    const low = first?.averagePrecision?.interval?.low ?? Number.NaN;
    await expect.element(table.getByRole("row", { name: /Nucleoplasm/ })).toHaveTextContent(` ${low.toFixed(2)}–`);
    await expect.element(without).toHaveTextContent(/none/);
    expect(without.element().textContent).not.toMatch(/NaN/);

    await expect.element(dialog.getByRole("img", { name: /Reliability of all classes/ })).toBeVisible();
    await dialog.getByRole("combobox", { name: "Class" }).click();
    await page.getByRole("option", { name: "Golgi apparatus" }).click();
    await expect.element(dialog.getByRole("img", { name: /Reliability of Golgi apparatus/ })).toBeVisible();

    const heat = dialog.getByRole("table", { name: "Labelled against predicted classes" });
    // There is a row for each class that has validation cells, and the header.
    expect(heat.getByRole("row").elements()).toHaveLength(1 + 15);
    const { positives = 0 } = first ?? {};
    const hits = evaluation.coOccurrence.predicted[0]?.[0] ?? 0;
    const title = `${hits} of ${positives} cells labelled Nucleoplasm are predicted Nucleoplasm.`;
    await expect.element(heat.getByTitle(title)).toHaveTextContent(String(Math.round((100 * hits) / positives)));

    await dialog.getByRole("button", { name: "Save as evaluation.csv" }).click();
    await expect.poll(() => services.calls).toContain("exportFile evaluation");
  });

  it("shows every column in a small window", async () => {
    await page.viewport(1024, 768);
    await openPage({ snapshot: { ...snapshot, model: { ...makeModel(), evaluation: makeEvaluation() } } });
    await page.getByRole("tab", { name: "Training" }).click();
    await page.getByRole("button", { name: "Show all figures" }).click();
    const table = page.getByRole("table", { name: "Figures by class" });
    await expect.element(table).toBeVisible();
    const frame = table.element().parentElement as HTMLElement;
    expect(frame.scrollWidth).toBeLessThanOrEqual(frame.clientWidth);
  });

  it("closes with Escape and gives the focus back to the button that opened it", async () => {
    await openPage({ snapshot: { ...snapshot, model: { ...makeModel(), evaluation: makeEvaluation() } } });
    await page.getByRole("tab", { name: "Training" }).click();
    const button = page.getByRole("button", { name: "Show all figures" });
    await button.click();
    await expect.element(page.getByRole("dialog", { name: "Evaluation of the model" })).toBeVisible();
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => page.getByRole("dialog").elements()).toEqual([]);
    expect(document.activeElement).toBe(button.element());
  });

  it("is not offered for a model without validation", async () => {
    await openPage({ snapshot: { ...snapshot, model: { ...makeModel(), evaluation: null } } });
    await page.getByRole("tab", { name: "Training" }).click();
    await expect.element(page.getByRole("table", { name: "Validation by class" })).toBeVisible();
    expect(page.getByRole("button", { name: "Show all figures" }).elements()).toHaveLength(0);
  });
});
