import { describe, expect, it } from "vitest";
import { page } from "vitest/browser";
import { makeModel, makeRun, softwareGpu } from "./fakes/fake-run.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";

everyTestOnAFreshPage();

const step = (text: string) => page.getByRole("listitem").filter({ hasText: text });

describe("an empty page", () => {
  it("says what Cytotope does, which files it reads, and that nothing is uploaded", async () => {
    await openPage();
    await expect.element(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect.element(page.getByRole("button", { name: "Choose files" })).toBeVisible();
    await expect.element(page.getByRole("button", { name: "Choose a folder" })).toBeVisible();
    await expect.element(page.getByText("Nothing leaves your computer.", { exact: false })).toBeVisible();
    await expect.element(page.getByText("train.csv")).toBeVisible();
    await expect.element(page.getByTestId("backend-badge")).toHaveTextContent("WebGPU · NVIDIA Ampere");
  });

  it("runs every step on the sample tiles after one click", async () => {
    const services = await openPage({ backend: softwareGpu });
    await page.getByRole("button", { name: "Try sample tiles" }).click();
    await expect.element(page.getByText("The steps run by themselves.")).toBeVisible();
    await expect.element(page.getByRole("button", { name: "Save results" })).toBeVisible();
    expect(services.calls.filter((call) => !call.startsWith("process"))).toEqual([
      "addFiles sample-1",
      "predictSamples /starter-model.safetensors",
      "addFiles sample-2 sample-3",
      "predictSamples /starter-model.safetensors",
      "train tiny",
      "predict",
    ]);
    for (const name of ["Segment", "Train", "Predict"]) {
      await expect.element(step(`${name}(done)`)).toBeInTheDocument();
    }
    await page.getByRole("button", { name: "Save results" }).click();
    await page.getByRole("menuitem", { name: "submission.csv" }).click();
    await expect.poll(() => services.calls).toContain("exportFile submission");
  });

  it("shows the time left and a stop button while the automatic training runs, whatever tab is open", async () => {
    const services = await openPage({ held: ["train"] });
    await page.getByRole("button", { name: "Try sample tiles" }).click();
    await expect.poll(() => services.calls).toContain("train tiny");
    await page.getByRole("tab", { name: "Cell" }).click();
    const bar = page.getByRole("region", { name: "Progress of the main job" });
    await expect.element(bar.getByText(/left$|^Estimating/)).toBeVisible();
    await expect.element(bar.getByRole("button", { name: "Stop after this step" })).toBeVisible();
    await bar.getByRole("button", { name: "Stop", exact: true }).click();
    services.release("train");
    await expect.element(bar.getByRole("button", { name: "Go on with it" })).toBeVisible();
    expect(services.calls).not.toContain("predict");
  });

  it("leaves the remaining steps to the user after the automatic run was stopped", async () => {
    const services = await openPage({ held: ["process"] });
    await page.getByRole("button", { name: "Try sample tiles" }).click();
    await page.getByRole("button", { name: "Stop after this step" }).click();
    services.release("process");
    await expect.element(page.getByRole("button", { name: "Train a classifier" })).toBeVisible();
    expect(services.calls.some((call) => call.startsWith("train"))).toBe(false);
  });
});

describe("the starter model", () => {
  it("predicts sample tiles until a model is trained, and is named in the export menu", async () => {
    const services = await openPage({ held: ["train"] });
    await page.getByRole("button", { name: "Try sample tiles" }).click();
    await expect.poll(() => services.calls).toContain("train tiny");
    await page.getByRole("button", { name: "Export" }).click();
    await expect.element(page.getByText("Probabilities: Starter model, trained on synthetic cells")).toBeVisible();
    await page.getByRole("button", { name: "Export" }).click();
    services.release("train");
    await expect.element(page.getByRole("button", { name: "Save results" })).toBeVisible();
    await page.getByRole("button", { name: "Export" }).click();
    await expect.element(page.getByText("Starter model", { exact: false })).not.toBeInTheDocument();
  });

  it("is named after a reload too, and training is still the next step", async () => {
    await openPage({
      snapshot: { tiles: [makeRecord("sample-1", { sample: true })] },
      predicted: ["sample-1"],
      predictedByStarter: true,
    });
    await expect.element(page.getByRole("button", { name: "Train a classifier" })).toBeVisible();
    await page.getByRole("tab", { name: "Training" }).click();
    await expect.element(page.getByTestId("starter-model")).toHaveTextContent("not used on tiles of your own");
  });

  it("does not predict the user's own tiles", async () => {
    const services = await openPage({ snapshot: { tiles: [makeRecord("tile-1")] } });
    await expect.element(page.getByRole("button", { name: "Train a classifier" })).toBeVisible();
    expect(services.calls.some((call) => call.startsWith("predictSamples"))).toBe(false);
  });
});

describe("a page that is opened again", () => {
  it("shows the results that are in storage", async () => {
    await openPage({
      snapshot: { tiles: [makeRecord("tile-1")], run: makeRun("finished", 10), model: makeModel() },
      predicted: ["tile-1"],
    });
    await expect.element(page.getByRole("button", { name: "Save results" })).toBeVisible();
    await page.getByRole("tab", { name: "Training" }).click();
    await expect.element(page.getByText("Finished after 10 epochs", { exact: false })).toBeVisible();
  });

  it("offers to resume a training that was stopped", async () => {
    const services = await openPage({
      snapshot: { tiles: [makeRecord("tile-1")], run: makeRun("stopped", 3), model: makeModel() },
    });
    await page.getByRole("tab", { name: "Training" }).click();
    await expect.element(page.getByText("Stopped after epoch 3 of 10", { exact: false })).toBeVisible();
    await page.getByRole("button", { name: "Resume training" }).click();
    await expect.poll(() => services.calls).toContain("predict");
    expect(services.calls).toContain("resume run-1");
  });

  it("says why the stored data set cannot be opened", async () => {
    const services = await openPage();
    expect(services.calls).toEqual([]);
    const { useDataset } = await import("../../../src/state/stores/dataset-store.ts");
    useDataset.setState({
      loaded: "failed",
      loadProblem: { tag: "StorageBroken", subject: "x", message: "The store is damaged.", remedy: "Clear it." },
    });
    await expect.element(page.getByText("The store is damaged.")).toBeVisible();
    await expect.element(page.getByRole("button", { name: "Reload the page" })).toBeVisible();
  });
});

describe("exports", () => {
  it("say why they are not possible", async () => {
    await openPage({ snapshot: { tiles: [makeRecord("tile-1")] } });
    await page.getByRole("button", { name: "Export" }).click();
    await expect.element(page.getByRole("menuitem", { name: "submission.csv" })).toBeDisabled();
    await expect.element(page.getByText("Train a model and predict first", { exact: false })).toBeVisible();
    await expect.element(page.getByRole("menuitem", { name: "Model", exact: true })).toBeDisabled();
    await expect.element(page.getByRole("menuitem", { name: "cells.csv" })).toBeEnabled();
    await expect.element(page.getByRole("menuitem", { name: "Label maps (PNG)" })).toBeEnabled();
  });
});

describe("leaving the page", () => {
  const asks = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };

  it("asks the user only while work is running", async () => {
    const services = await openPage({ snapshot: { tiles: [makeRecord("tile-1")] }, held: ["train"] });
    await expect.element(page.getByRole("button", { name: "Train a classifier" })).toBeVisible();
    expect(asks()).toBe(false);
    await page.getByRole("button", { name: "Train a classifier" }).click();
    await expect.element(page.getByRole("button", { name: "Stop training" })).toBeVisible();
    expect(asks()).toBe(true);
    await page.getByRole("button", { name: "Stop training" }).click();
    services.release("train");
    await expect.element(page.getByRole("button", { name: "Resume training" })).toBeVisible();
    await expect.poll(asks).toBe(false);
  });
});
