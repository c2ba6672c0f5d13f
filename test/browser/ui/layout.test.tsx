import { describe, expect, it } from "vitest";
import { page } from "vitest/browser";
import { type PanelTab, panelTabs, showTab } from "../../../src/state/stores/selection-store.ts";
import { makeModel, makeRun } from "./fakes/fake-run.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";
import { poorText } from "./text-contrast.ts";

everyTestOnAFreshPage();

const problem = { tag: "NotAnImage", subject: "b", message: "b_red.png is no image.", remedy: "Send one." } as const;
const full = {
  snapshot: {
    tiles: [
      makeRecord("5c27f04c-bb99-11e8-b2b9-ac1f6b6435d0", { cellCount: 20, addedAt: 1 }),
      makeRecord("b", { status: "failed", problem, addedAt: 2 }),
      makeRecord("c", { status: "waiting", missingChannels: ["red"], problem, addedAt: 3 }),
    ],
    run: makeRun("stopped", 4),
    model: makeModel(),
  },
  predicted: ["5c27f04c-bb99-11e8-b2b9-ac1f6b6435d0"],
} as const;

const names: Record<PanelTab, string> = {
  cell: "Cell",
  segmentation: "Segmentation",
  training: "Training",
  explore: "Explore",
  problems: "Problems",
};

async function chooseScheme(scheme: "light" | "dark"): Promise<void> {
  const button = page.getByRole("button", { name: `Switch to ${scheme} mode` });
  if (button.elements().length > 0) await button.click();
  await expect.poll(() => document.documentElement.dataset["mantineColorScheme"]).toBe(scheme);
}

describe.each([
  [1440, 900],
  [1024, 768],
])("at %i x %i", (width, height) => {
  it("nothing is outside of the window", async () => {
    await page.viewport(width, height);
    await openPage(full);
    await expect.element(page.getByRole("tab", { name: "Cell" })).toBeVisible();
    for (const tab of panelTabs) {
      showTab(tab);
      await expect.element(page.getByRole("tab", { name: names[tab], selected: true })).toBeVisible();
      const root = document.documentElement;
      expect([root.scrollWidth, root.scrollHeight]).toEqual([width, height]);
      const outside = [...document.querySelectorAll("button, input, a")]
        .filter((element) => element.checkVisibility() && element.closest("[data-testid=tile-list]") === null)
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          return left < -1 || right > width + 1;
        });
      expect(outside).toEqual([]);
    }
  });

  it("no button of the first training cuts off its text", async () => {
    await page.viewport(width, height);
    await openPage({ snapshot: { tiles: [makeRecord("a")] } });
    showTab("training");
    await expect.element(page.getByRole("button", { name: "From an address" })).toBeVisible();
    const cut = [...document.querySelectorAll("[role=tabpanel] button, [role=tabpanel] button span")].filter(
      (element) => element.clientWidth > 0 && element.scrollWidth > element.clientWidth,
    );
    expect(cut.map((element) => element.textContent)).toEqual([]);
  });

  it("choosing a tab moves no other tab", async () => {
    await page.viewport(width, height);
    await openPage(full);
    const places = () =>
      [...document.querySelectorAll("[role=tab]")].map((tab) => Math.round(tab.getBoundingClientRect().left));
    showTab("cell");
    await expect.element(page.getByRole("tab", { name: "Cell", selected: true })).toBeVisible();
    const before = places();
    expect(before).toHaveLength(panelTabs.length);
    for (const tab of panelTabs) {
      showTab(tab);
      await expect.element(page.getByRole("tab", { name: names[tab], selected: true })).toBeVisible();
      expect(places()).toEqual(before);
    }
  });

  it("the last item of the export menu can be reached", async () => {
    await page.viewport(width, height);
    await openPage(full);
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const menu = page.getByRole("menu");
    await expect.element(menu).toBeVisible();
    expect(menu.element().getBoundingClientRect().bottom).toBeLessThanOrEqual(height);
    const items = page.getByRole("menuitem").elements();
    items.at(-1)?.scrollIntoView({ block: "end" });
    expect(items.at(-1)?.getBoundingClientRect().bottom).toBeLessThanOrEqual(height);
  });
});

describe.each(["light", "dark"] as const)("in the %s scheme", (scheme) => {
  it("every text has a contrast of 4.5:1", async () => {
    await openPage(full);
    await chooseScheme(scheme);
    for (const tab of panelTabs) {
      showTab(tab);
      await expect.element(page.getByRole("tab", { name: names[tab], selected: true })).toBeVisible();
      expect(poorText(document.body)).toEqual([]);
    }
  });

  it("every text of the first page has it too", async () => {
    await openPage();
    await expect.element(page.getByRole("button", { name: "Try sample tiles" })).toBeVisible();
    await chooseScheme(scheme);
    expect(poorText(document.body)).toEqual([]);
  });
});

describe("controls", () => {
  it("all have a name", async () => {
    await openPage(full);
    await expect.element(page.getByRole("application")).toBeVisible();
    for (const tab of panelTabs) {
      showTab(tab);
      await expect.element(page.getByRole("tab", { name: names[tab], selected: true })).toBeVisible();
      const nameless = [...document.querySelectorAll("button, [role=slider], input:not([type=hidden])")].filter(
        (element) =>
          element.closest("[aria-hidden=true]") === null &&
          (element.getAttribute("aria-label") ?? "") === "" &&
          (element.textContent ?? "").trim() === "" &&
          element.getAttribute("aria-labelledby") === null &&
          ((element as HTMLInputElement).labels?.length ?? 0) === 0,
      );
      expect(nameless.map((element) => element.outerHTML)).toEqual([]);
    }
  });
});
