import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { page } from "vitest/browser";
import "@mantine/core/styles.layer.css";
import { restoreDataset } from "../../../src/state/actions/restore-page.ts";
import { useAutomatic } from "../../../src/state/actions/sample-journey.ts";
import { noAdjustment, useAdjustment } from "../../../src/state/stores/adjustment-store.ts";
import { announce } from "../../../src/state/stores/announce.ts";
import { restingCorrection, useCorrection } from "../../../src/state/stores/correction-store.ts";
import { emptyDataset, useDataset } from "../../../src/state/stores/dataset-store.ts";
import { defaultDisplay, useDisplay } from "../../../src/state/stores/display-store.ts";
import { showMap } from "../../../src/state/stores/embedding-map.ts";
import { unexplored, useExploration } from "../../../src/state/stores/exploration-store.ts";
import { restingHeat, useHeat } from "../../../src/state/stores/heat-store.ts";
import { idleLearning, useLearning } from "../../../src/state/stores/learning-store.ts";
import { forgetPageFailures } from "../../../src/state/stores/page-failures.ts";
import { thumbnails } from "../../../src/state/stores/picture-cache.ts";
import { noRuns, useRuns } from "../../../src/state/stores/runs-store.ts";
import { nothingSelected, useSelection } from "../../../src/state/stores/selection-store.ts";
import { provideServices } from "../../../src/state/stores/services.ts";
import { tileViews } from "../../../src/state/stores/tile-views.ts";
import { useWeights } from "../../../src/state/stores/weights-store.ts";
import { idleWork, useWork } from "../../../src/state/stores/work-store.ts";
import { App } from "../../../src/ui/App.tsx";
import { useExportMenu } from "../../../src/ui/top-bar/ExportMenu.tsx";
import { useShortcutsDialog } from "../../../src/ui/top-bar/ShortcutsDialog.tsx";
import type { FakeOptions } from "./fakes/fake-options.ts";
import { type FakeServices, fakeServices } from "./fakes/fake-services.ts";

let root: Root | null = null;
let holder: HTMLElement | null = null;

function reset(): void {
  useWeights.setState({ list: [], underWay: null, problem: null }, true);
  useDataset.setState(emptyDataset, true);
  useWork.setState(idleWork, true);
  useLearning.setState(idleLearning, true);
  useRuns.setState(noRuns, true);
  useSelection.setState(nothingSelected, true);
  useCorrection.setState(restingCorrection, true);
  useDisplay.setState(defaultDisplay, true);
  useAdjustment.setState(noAdjustment, true);
  showMap(null, "");
  useExploration.setState(unexplored, true);
  useHeat.setState(restingHeat, true);
  useAutomatic.setState(false, true);
  useExportMenu.setState(false, true);
  useShortcutsDialog.setState(false, true);
  announce("");
  forgetPageFailures();
  tileViews.clear();
  thumbnails.clear();
}

/**
 * Opens the whole page with fake workers, as a browser would: first with empty stores, then with what storage holds.
 */
export async function openPage(options: Partial<FakeOptions> = {}): Promise<FakeServices> {
  const services = fakeServices(options);
  provideServices(services);
  holder = document.createElement("div");
  document.body.append(holder);
  const made = createRoot(holder);
  root = made;
  flushSync(() => made.render(<App />));
  const restored = restoreDataset();
  // This ends when the graphics card is known. A test that holds the backend looks at the page before that.
  if (options.held?.includes("backend") !== true) await restored;
  return services;
}

/** Gives every test a fresh page of the usual size. A test fails when an error or warning is written to the console. */
export function everyTestOnAFreshPage(): void {
  let errors: ReturnType<typeof vi.spyOn>;
  let warnings: ReturnType<typeof vi.spyOn>;
  beforeEach(async () => {
    errors = vi.spyOn(console, "error");
    warnings = vi.spyOn(console, "warn");
    localStorage.clear();
    reset();
    await page.viewport(1440, 900);
  });
  afterEach(() => {
    root?.unmount();
    holder?.remove();
    root = null;
    expect(errors.mock.calls).toEqual([]);
    expect(warnings.mock.calls).toEqual([]);
    vi.restoreAllMocks();
  });
}
