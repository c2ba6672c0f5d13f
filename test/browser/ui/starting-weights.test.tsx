import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { useLearning } from "../../../src/state/stores/learning-store.ts";
import { useWeights } from "../../../src/state/stores/weights-store.ts";
import { makeModel, makeRun } from "./fakes/fake-run.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";

everyTestOnAFreshPage();

const tiles = [makeRecord("tile-1"), makeRecord("tile-2", { weakLabel: null })];

function drop(...names: string[]): void {
  const transfer = new DataTransfer();
  for (const name of names) transfer.items.add(new File(["x"], name));
  window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
}

describe("starting weights", () => {
  it("come from a dropped file, choose their network, and say how they are used", async () => {
    const services = await openPage({ snapshot: { tiles } });
    drop("imagenet.safetensors");
    await expect.element(page.getByRole("tab", { name: "Training", selected: true })).toBeVisible();
    const facts = page.getByTestId("weights-facts");
    await expect.element(facts).toHaveTextContent(/^ResNet-34, .+ \(SHA-256 3f9a1c0b7d21…\)\. Its stem .* was widened/);
    await expect.element(facts).toHaveTextContent("Its head tells 1000 other classes apart: a new one is learnt.");
    expect(services.calls).toContain("importWeights imagenet.safetensors");
    expect(services.calls.some((call) => call.startsWith("addFiles"))).toBe(false);
    expect(useLearning.getState().options).toMatchObject({
      backbone: "resnet34",
      initialWeights: "weights-imagenet.safetensors",
    });
    await page.getByRole("button", { name: "Delete imagenet.safetensors" }).click();
    await expect.poll(() => useLearning.getState().options.initialWeights).toBeNull();
    expect(useWeights.getState().list).toEqual([]);
  });

  it("are fetched only after an address was typed and Fetch was pressed", async () => {
    const services = await openPage({ snapshot: { tiles } });
    // The first half of the file comes.
    services.hold("fetch weights", 50);
    await page.getByRole("tab", { name: "Training" }).click();
    await page.getByRole("button", { name: "From an address" }).click();
    await page.getByRole("textbox", { name: "Address of the file" }).fill("https://weights.example/model.safetensors");
    expect(services.calls.some((call) => call.startsWith("fetchWeights"))).toBe(false);
    await page.getByRole("button", { name: "Fetch" }).click();
    await expect.element(page.getByRole("progressbar", { name: "Progress of the download" })).toBeVisible();
    await page.getByRole("button", { name: "Cancel" }).click();
    services.release("fetch weights");
    await expect.element(page.getByRole("button", { name: "Fetch" })).toBeVisible();
    // The address is still there, so that the user can correct it.
    await expect
      .element(page.getByRole("textbox", { name: "Address of the file" }))
      .toHaveValue("https://weights.example/model.safetensors");
    expect(services.calls).toContain("cancelled fetchWeights");
    expect(useWeights.getState()).toEqual({ list: [], underWay: null, problem: null });
  });

  it("are chosen after they were fetched", async () => {
    await openPage({ snapshot: { tiles }, pace: 1 });
    await page.getByRole("tab", { name: "Training" }).click();
    await page.getByRole("button", { name: "From an address" }).click();
    await page.getByRole("textbox", { name: "Address of the file" }).fill("https://weights.example/model.safetensors");
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByTestId("weights-facts")).toBeVisible();
    expect(useLearning.getState().options.initialWeights).toBe("weights-model.safetensors");
  });

  it("say in the panel what is wrong with their file", async () => {
    await openPage({ snapshot: { tiles } });
    drop("truncated.safetensors");
    const message = page.getByText(/Tensor "layer3\.0\.conv2\.weight" ends at byte/);
    await expect.element(message).toBeVisible();
    expect(useLearning.getState().options.initialWeights).toBeNull();
    await page.getByRole("button", { name: "Close" }).click();
    await expect.element(message).not.toBeInTheDocument();
  });

  it("can be dropped before there are tiles, and the first page says when they cannot be read", async () => {
    await openPage();
    drop("imagenet.safetensors");
    await expect
      .element(page.getByText("imagenet.safetensors is ready to start training from.", { exact: false }))
      .toBeVisible();
    drop("truncated.safetensors");
    await expect.element(page.getByText(/truncated\.safetensors: Tensor "layer3/)).toBeVisible();
  });

  it("fit one network only, and are named with the run that started from them", async () => {
    const startingWeights = {
      name: "imagenet.safetensors",
      address: null,
      sha256: "3f9a1c0b7d21".padEnd(64, "0"),
      format: "safetensors",
      stem: "widened",
      headReplaced: true,
    } as const;
    const run = makeRun("finished", 3);
    await openPage({ snapshot: { tiles, run, model: { ...makeModel(), id: run.id, startingWeights } } });
    drop("imagenet.safetensors");
    await expect
      .element(
        page.getByText("Started from imagenet.safetensors (stem widened, head replaced, SHA-256 3f9a1c0b7d21…)", {
          exact: false,
        }),
      )
      .toBeVisible();
    await expect.poll(() => useLearning.getState().options.backbone).toBe("resnet34");
    await page.getByRole("button", { name: "Options", exact: true }).click();
    await page.getByRole("combobox", { name: "Network" }).click();
    await page.getByRole("option", { name: "ResNet-50", exact: true }).click();
    expect(useLearning.getState().options).toMatchObject({ backbone: "resnet50", initialWeights: null });
  });
});
