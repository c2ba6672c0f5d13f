import { describe, expect, it } from "vitest";
import { page } from "vitest/browser";
import { hpaClasses } from "../../../src/domain/localisation/localisation.ts";
import { useDataset } from "../../../src/state/stores/dataset-store.ts";
import { useLearning } from "../../../src/state/stores/learning-store.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";

everyTestOnAFreshPage();

const tiles = [makeRecord("tile-1"), makeRecord("tile-2")];

async function openTraining(classes = hpaClasses): Promise<void> {
  await openPage({ snapshot: { tiles } });
  useDataset.setState({ classes });
  await page.getByRole("tab", { name: "Training" }).click();
  useLearning.setState(({ options }) => ({ options: { ...options, objective: "inherit" } }));
}

describe("the objective", () => {
  it("is described, and only the options of the chosen one are shown", async () => {
    await openTraining();
    expect(page.getByRole("textbox", { name: "Folds" }).elements()).toHaveLength(0);
    await page.getByRole("combobox", { name: "Objective" }).click();
    await page.getByRole("option", { name: "Self-training" }).click();
    await expect.element(page.getByText("One run consists of several trainings", { exact: false })).toBeVisible();
    await page.getByRole("textbox", { name: "Folds" }).fill("4");
    await expect
      .poll(() => useLearning.getState().options)
      .toMatchObject({
        objective: "self-training",
        selfTrainingFolds: 4,
      });
  });

  it("makes no synthetic cells for classes that the list does not have", async () => {
    // All options fit into a window of this height without scrolling.
    await page.viewport(1280, 1600);
    await openTraining({ names: ["Negative", "Microtubules"], negative: 0 });
    await page.getByRole("button", { name: "Advanced options" }).click();
    await expect.element(page.getByRole("textbox", { name: "From yellow" })).toBeDisabled();
    await expect.element(page.getByText("The list of classes has no Endoplasmic reticulum.")).toBeVisible();
    await page.getByRole("textbox", { name: "From red" }).fill("0.1");
    await expect.poll(() => useLearning.getState().options.syntheticHelpers.microtubules).toBe(0.1);
  });

  it("says which training of a run is running", async () => {
    await openTraining();
    const phase = { kind: "fold", fold: 2, folds: 3, round: 1, rounds: 1, step: 4, steps: 20 } as const;
    const step = { epoch: 2, epochs: 10, step: 24, steps: 90, loss: 0.3, cellsPerSecond: 40, secondsLeft: 130, phase };
    useLearning.setState({ phase: "training", stepsSeen: 9, step });
    await expect.element(page.getByText("Fold 2 of 3, epoch 2 of 10")).toBeVisible();
  });
});
