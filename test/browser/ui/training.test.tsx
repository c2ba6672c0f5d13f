import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { useLearning } from "../../../src/state/stores/learning-store.ts";
import { makeModel, makeRun, softwareGpu } from "./fakes/fake-run.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";

everyTestOnAFreshPage();

const tiles = [makeRecord("tile-1"), makeRecord("tile-2", { weakLabel: null })];

describe("the training panel", () => {
  it("says what to do without labels", async () => {
    await openPage({ snapshot: { tiles: [makeRecord("tile-1", { weakLabel: null })] } });
    await page.getByRole("tab", { name: "Training" }).click();
    await expect.element(page.getByText("Training needs labels")).toBeVisible();
    await expect.element(page.getByRole("button", { name: "Choose train.csv" })).toBeVisible();
    await expect.element(page.getByRole("button", { name: "Start training" })).toBeDisabled();
  });

  it("suggests the tiny network on a software adapter and warns of a larger one", async () => {
    await openPage({ snapshot: { tiles }, backend: softwareGpu });
    await page.getByRole("tab", { name: "Training" }).click();
    await expect.poll(() => useLearning.getState().options.backbone).toBe("tiny");
    await expect
      .element(page.getByText("only the tiny network trains in reasonable time", { exact: false }))
      .toBeVisible();
    useLearning.setState(({ options }) => ({ options: { ...options, backbone: "resnet50" } }));
    await expect.element(page.getByText("Without a GPU this may take days", { exact: false })).toBeVisible();
  });

  it("keeps what was chosen before the graphics card is known", async () => {
    const services = await openPage({ snapshot: { tiles }, backend: softwareGpu, held: ["backend"] });
    await page.getByRole("tab", { name: "Training" }).click();
    await page.getByRole("textbox", { name: "Epochs" }).fill("3");
    await expect.poll(() => useLearning.getState().options.epochs).toBe(3);
    expect(useLearning.getState().backend).toBeNull();
    services.release("backend");
    await expect.poll(() => useLearning.getState().backend).not.toBeNull();
    expect(useLearning.getState().options).toMatchObject({ epochs: 3 });
  });

  it("trains with the chosen options, live, stops, resumes, and predicts at the end", async () => {
    const services = await openPage({ snapshot: { tiles } });
    // An epoch has four steps, so that training is held in the second epoch.
    services.hold("train", 5);
    await page.getByRole("tab", { name: "Training" }).click();
    await page.getByRole("textbox", { name: "Epochs" }).fill("3");
    await userEvent.keyboard("{Tab}");
    await page.getByRole("button", { name: "Start training" }).click();
    await expect.element(page.getByText("Epoch 2 of 3")).toBeVisible();
    await expect.element(page.getByRole("progressbar", { name: "Progress of training" })).toBeVisible();
    await expect.element(page.getByRole("img", { name: /Loss over 1 epoch:/ })).toBeVisible();
    await page.getByRole("button", { name: "Stop training" }).click();
    services.release("train");
    await expect.element(page.getByText("Stopped after epoch 1 of 3", { exact: false })).toBeVisible();
    expect(services.calls).not.toContain("predict");
    await page.getByRole("button", { name: "Resume training" }).click();
    await expect.element(page.getByText("Finished after 3 epochs", { exact: false })).toBeVisible();
    await expect.poll(() => services.calls).toContain("predict");
    expect(services.calls.filter((call) => call.startsWith("train") || call.startsWith("resume"))).toEqual([
      "train resnet18",
      "resume run-1",
    ]);
  });

  it("draws the curves and the figures of every class", async () => {
    await openPage({ snapshot: { tiles, run: makeRun("finished", 10), model: makeModel() } });
    await page.getByRole("tab", { name: "Training" }).click();
    const chart = page.getByRole("img", { name: /Loss over 10 epochs: training 0\.088, validation 0\.145/ });
    await expect.element(chart).toBeVisible();
    await expect.poll(() => chart.element().querySelector("canvas")?.width ?? 0).toBeGreaterThan(100);
    const table = page.getByRole("table", { name: "Validation by class" });
    expect(table.getByRole("row").elements()).toHaveLength(20);
    await expect.element(table.getByRole("row", { name: /Nucleoli fibrillar center/ })).toHaveTextContent("nonenone0");
  });

  it("says why there are no validation figures when no tile is held back", async () => {
    const run = makeRun("finished", 2);
    const epochs = run.epochs.map((epoch) => ({
      ...epoch,
      validationLoss: null,
      meanAveragePrecision: null,
      classes: [],
    }));
    await openPage({ snapshot: { tiles, run: { ...run, epochs, validationTiles: [] }, model: makeModel() } });
    await page.getByRole("tab", { name: "Training" }).click();
    await expect.element(page.getByRole("img", { name: /Loss over 2 epochs/ })).toBeVisible();
    await expect.element(page.getByText("No tile is held back", { exact: false })).toBeVisible();
    expect(page.getByRole("img", { name: /Mean average precision/ }).elements()).toHaveLength(0);
    expect(page.getByRole("table", { name: "Validation by class" }).elements()).toHaveLength(0);
  });

  it("predicts again on demand, and shows progress and a stop button", async () => {
    const many = Array.from({ length: 6 }, (_, index) => makeRecord(`tile-${index}`));
    const services = await openPage({
      snapshot: { tiles: many, run: makeRun("finished", 10), model: makeModel() },
      held: ["predict"],
    });
    await page.getByRole("tab", { name: "Training" }).click();
    await page.getByRole("button", { name: "Predict", exact: true }).click();
    await expect.element(page.getByRole("progressbar", { name: "Progress of prediction" })).toBeVisible();
    // The bar above shows it too, whatever tab is open.
    await page.getByRole("tab", { name: "Cell" }).click();
    await expect.element(page.getByRole("button", { name: "Stop", exact: true })).toBeVisible();
    await page.getByRole("tab", { name: "Training" }).click();
    await page.getByRole("button", { name: "Stop prediction" }).click();
    services.release("predict");
    await expect.element(page.getByRole("button", { name: "Predict", exact: true })).toBeEnabled();
    expect(services.calls).toEqual(["predict", "cancelled predict"]);
  });
});
