import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { makeModel } from "./fakes/fake-run.ts";
import { makeRuns } from "./fakes/fake-runs.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";

everyTestOnAFreshPage();

const runs = makeRuns();
const list = page.getByRole("list", { name: "Runs" });
const row = (index: number) => list.getByRole("listitem").nth(index);

async function openRuns() {
  const services = await openPage({
    snapshot: {
      tiles: [makeRecord("tile-1")],
      runs,
      run: runs[2] ?? null,
      model: { ...makeModel(), id: "run-2-24", run: "run-2" },
      predictor: { run: "run-2", checkpoint: "best" },
    },
  });
  await page.getByRole("tab", { name: "Training" }).click();
  return services;
}

describe("the list of runs", () => {
  it("shows the state, the score and the size of each run, and which one predicts", async () => {
    await openRuns();
    await expect.element(page.getByText("3 runs, 5.5 MB")).toBeVisible();
    expect(list.getByRole("listitem").elements()).toHaveLength(3);
    await expect.element(row(0)).toHaveTextContent(/Stopped, 4 of 10 epochs, best mAP 0\.380 · 1\.4 MB/);
    await expect.element(row(0)).toHaveTextContent("More rotation, smaller batches");
    await expect.element(row(1)).toHaveTextContent(/predicts.*Finished, 10 epochs, best mAP 0\.520 · 2\.8 MB/);
    await expect.element(row(2)).toHaveTextContent(/Failed, 2 of 10 epochs/);
    const model = page.getByRole("combobox", { name: "Model" });
    await expect
      .poll(() => (model.element() as HTMLInputElement).value)
      .toMatch(/^Best, epoch 6 · \w+ \d+, \d{4}, \d\d:\d\d, ResNet-18/);
  });

  it("says what ended a failed run and what to change, and offers no way to repeat it", async () => {
    await openRuns();
    await row(2).getByRole("button").first().click();
    await expect.element(row(2)).toHaveTextContent("Start a new run with a lower learning rate than 0.03.");
    expect(row(2).getByRole("button", { name: "Resume" }).elements()).toHaveLength(0);
    await row(2).getByText("Options that are not the defaults").click();
    await expect.element(row(2).getByText("Learning rate", { exact: true })).toBeVisible();
  });

  it("keeps notes", async () => {
    const services = await openRuns();
    await row(1).getByRole("button").first().click();
    await row(1).getByRole("textbox", { name: "Notes" }).fill("the one for the paper");
    await userEvent.keyboard("{Tab}");
    await expect.poll(() => services.calls).toContain("saveRunNotes run-2 the one for the paper");
    await expect.element(row(1).getByText("the one for the paper", { exact: true }).first()).toBeVisible();
  });

  it("lets the last model of a run or the model of another run predict", async () => {
    const services = await openRuns();
    await row(1).getByRole("button").first().click();
    await row(1).getByText("Last, epoch 10").click();
    await expect.poll(() => services.calls).toContain("choosePredictor run-2 last");
    await page.getByRole("combobox", { name: "Model" }).click();
    await page.getByRole("option", { name: /Best, epoch 4 · .*, ResNet-18/ }).click();
    await expect.poll(() => services.calls).toContain("choosePredictor run-3 best");
    await expect.element(row(0)).toHaveTextContent("predicts");
  });

  it("resumes a run that is not the newest", async () => {
    const services = await openRuns();
    await row(0).getByRole("button").first().click();
    await row(0).getByRole("button", { name: "Resume" }).click();
    await expect.poll(() => services.calls).toContain("resume run-3");
  });

  it("deletes a run only after the user has confirmed it", async () => {
    const services = await openRuns();
    await row(2).getByRole("button").first().click();
    await row(2).getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Keep" }).click();
    expect(list.getByRole("listitem").elements()).toHaveLength(3);
    await row(2).getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete run" }).click();
    await expect.poll(() => list.getByRole("listitem").elements().length).toBe(2);
    expect(services.calls).toContain("deleteRun run-1");
  });

  it("compares the curves of runs, their figures, and only the options that differ", async () => {
    await openRuns();
    await expect.element(page.getByRole("button", { name: "Mark two runs" })).toBeDisabled();
    await row(0).getByRole("checkbox").click();
    await row(1).getByRole("checkbox").click();
    await page.getByRole("button", { name: "Compare 2 runs" }).click();
    const dialog = page.getByRole("dialog");
    await expect.element(dialog.getByRole("img", { name: "Validation mAP of 2 runs over 10 epochs." })).toBeVisible();
    await expect.element(dialog.getByRole("row", { name: "Batch size 32 16" })).toBeVisible();
    await expect.element(dialog.getByRole("row", { name: "Augmentation: rotation 15 90" })).toBeVisible();
    await expect.element(dialog.getByRole("row", { name: "mAP, best epoch 0.520 0.380" })).toBeVisible();
    expect(dialog.getByRole("row", { name: /Learning rate/ }).elements()).toHaveLength(0);
  });

  it("imports a model from a file, and says why another file is refused", async () => {
    const services = await openRuns();
    const input = page.getByTestId("model-input");
    await userEvent.upload(input, new File(["x"], "other.safetensors"));
    await expect.element(page.getByText(/other\.safetensors: The model tells 3 classes apart/).first()).toBeVisible();
    expect(list.getByRole("listitem").elements()).toHaveLength(3);
    await userEvent.upload(input, new File(["x"], "mine.safetensors"));
    await expect.element(row(0)).toHaveTextContent(/predicts.*Imported, 3 epochs/);
    expect(services.calls.slice(-2)).toEqual(["importModel other.safetensors", "importModel mine.safetensors"]);
  });

  it("finds models and weights among the chosen files, and adds the other files as tiles", async () => {
    const services = await openRuns();
    await userEvent.upload(page.getByTestId("file-input"), [
      new File(['01234567{"__metadata__":{"manifest":"cytotope-model-1"}}'], "mine.safetensors"),
      new File(["01234567{}"], "resnet18.safetensors"),
      new File(["x"], "new.png"),
    ]);
    await expect.poll(() => services.calls).toContain("addFiles new.png");
    await expect.poll(() => services.calls).toContain("importModel mine.safetensors");
    await expect.poll(() => services.calls).toContain("importWeights resnet18.safetensors");
    expect(services.calls).not.toContain("importModel resnet18.safetensors");
  });
});
