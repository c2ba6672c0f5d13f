import { MantineProvider } from "@mantine/core";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type Problem, problemError } from "../../../src/domain/errors.ts";
import type { FailureRecord } from "../../../src/domain/failure/failure-record.ts";
import { commit, version } from "../../../src/domain/software-versions.ts";
import { reportProblem } from "../../../src/state/actions/report-problem.ts";
import { watchPage, watchSteps } from "../../../src/state/failures/watch-page.ts";
import { showTab } from "../../../src/state/stores/selection-store.ts";
import { services } from "../../../src/state/stores/services.ts";
import { PageGuard } from "../../../src/ui/failures/PageGuard.tsx";
import { makeRecord as makeFailure } from "../../unit/domain/failure/make-record.ts";
import { makeRecord } from "./fakes/fake-tile.ts";
import { everyTestOnAFreshPage, openPage } from "./open-page.tsx";
import { poorText } from "./text-contrast.ts";

everyTestOnAFreshPage();

const failed: Problem = {
  tag: "SegmentationFailed",
  subject: "well-8",
  message: "There was not enough memory to segment this image.",
  remedy: "Crop the tile.",
};
const notAnImage: Problem = {
  tag: "NotAnImage",
  subject: "b_red.png",
  message: "It is no image.",
  remedy: "Send one.",
};
const stored: FailureRecord = makeFailure(
  problemError(failed, { cause: new RangeError("memory access out of bounds") }),
  { steps: [{ at: "2026-01-02T03:04:00.000Z", what: "processTile well-8", times: 1 }] },
);
const tiles = [
  makeRecord("well-6", { addedAt: 0 }),
  makeRecord("well-8", { status: "failed", cellCount: 0, problem: failed, addedAt: 1 }),
];
const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Stands in for the clipboard of the machine from now on, and keeps the texts that it gets. */
function watchClipboard(): string[] {
  const copied: string[] = [];
  vi.spyOn(navigator.clipboard, "write").mockImplementation(async ([item]) => {
    const blob = await item?.getType("text/plain");
    copied.push((await blob?.text()) ?? "");
  });
  return copied;
}

/** The files that the page saves from now on, by name and text. */
function watchDownloads(): { name: string; text: Promise<string> }[] {
  const saved: { name: string; text: Promise<string> }[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, text: fetch(this.href).then((answer) => answer.text()) });
  });
  return saved;
}

const copyButton = () => page.getByLabelText("Problems", { exact: true }).getByRole("button", { name: "Copy details" });

describe("Copy details", () => {
  it("gives message, stack, causes, versions, steps, GPU and browser of a failure that a worker has kept", async () => {
    const copied = watchClipboard();
    await openPage({ snapshot: { tiles }, failures: [stored] });
    showTab("problems");
    await copyButton().click();
    await expect.element(page.getByRole("button", { name: "Copied" })).toBeVisible();
    for (const words of [
      "SegmentationFailed: well-8",
      "There was not enough memory to segment this image.",
      "in an imaging worker",
      `Cytotope ${version}, commit ${commit}`,
      "Caused by RangeError: memory access out of bounds\n    at ",
      "processTile well-8",
      "GPU: WebGPU (NVIDIA",
      navigator.userAgent,
    ]) {
      expect(copied[0]).toContain(words);
    }
  });

  it("gives the stack of a failure of the page itself, also when the workers answer nothing", async () => {
    const copied = watchClipboard();
    await openPage({ snapshot: { tiles: tiles.slice(0, 1) } });
    vi.spyOn(services().dataset, "recordFailures").mockRejectedValue(new Error("The worker is gone."));
    vi.spyOn(services().dataset, "listFailures").mockRejectedValue(new Error("The worker is gone."));
    reportProblem(new TypeError("x is not a function", { cause: new Error("why") }), "The export");
    showTab("problems");
    await copyButton().click();
    await expect.poll(() => copied.length).toBe(1);
    expect(copied[0]).toContain("Unexpected: The export\nTypeError: x is not a function");
    expect(copied[0]).toMatch(/TypeError: x is not a function\n +at .*failures\.test/s);
    expect(copied[0]).toContain("Caused by Error: why");
  });

  it("becomes a file where the browser does not let the page copy", async () => {
    vi.spyOn(navigator.clipboard, "write").mockRejectedValue(new DOMException("no", "NotAllowedError"));
    const saved = watchDownloads();
    await openPage({ snapshot: { tiles }, failures: [stored] });
    showTab("problems");
    await copyButton().click();
    await expect.element(page.getByRole("button", { name: "Saved as a file" })).toBeVisible();
    expect(saved[0]?.name).toBe("cytotope-details.txt");
    expect(await saved[0]?.text).toContain("SegmentationFailed: well-8");
  });

  it("stands with the tile in view, and not with what is wrong with a file", async () => {
    await openPage({ snapshot: { tiles: [tiles[1]!], problems: [notAnImage] } });
    const viewer = page.getByRole("main", { name: "Viewer" });
    await expect.element(viewer.getByRole("button", { name: "Copy details" })).toBeVisible();
    showTab("problems");
    await expect.element(page.getByText("It is no image.")).toBeVisible();
    expect(copyButton().elements()).toHaveLength(1);
  });

  it("stands with a data set that cannot be opened", async () => {
    const copied = watchClipboard();
    const broken = { restore: () => Promise.reject(new DOMException("The disk is gone.", "UnknownError")) };
    await openPage({ dataset: broken });
    await page.getByRole("button", { name: "Copy details" }).click();
    await expect.poll(() => copied[0]).toContain("UnknownError: The disk is gone.");
  });
});

describe("Download report", () => {
  it("saves the whole log with the environment and the last steps, from the list of problems", async () => {
    ends.push(watchSteps());
    const saved = watchDownloads();
    await openPage({ snapshot: { tiles }, failures: [stored, makeFailure(new TypeError("another one"))] });
    showTab("problems");
    await page.getByRole("button", { name: "Download report" }).click();
    await expect.poll(() => saved.length).toBe(1);
    expect(saved[0]?.name).toMatch(/^cytotope-report-\d{4}-\d\d-\d\d\.txt$/);
    const text = await saved[0]?.text;
    for (const words of [
      "2 unexpected failures",
      "another one",
      "memory access out of bounds",
      "tensorflow.js",
      "NVIDIA",
    ])
      expect(text).toContain(words);
    expect(text).toContain("Looked at tile well-6");
    expect(text).toContain("Opened the tab problems");
  });

  it("has the environment when nothing went wrong, and is reached by keyboard where help is", async () => {
    const saved = watchDownloads();
    await openPage();
    page.getByRole("button", { name: "Keyboard and mouse" }).element().focus();
    await userEvent.keyboard("{Enter}");
    const dialog = page.getByRole("dialog", { name: "Keyboard and mouse" });
    await expect.element(dialog.getByText("Nothing is sent anywhere")).toBeInTheDocument();
    // The dialog takes the focus after it has opened.
    await expect.poll(() => dialog.element().contains(document.activeElement)).toBe(true);
    dialog.getByRole("button", { name: "Download report" }).element().focus();
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => saved.length).toBe(1);
    expect(await saved[0]?.text).toContain("No unexpected failure is in the log.");
    expect(await saved[0]?.text).toContain(navigator.userAgent);
  });

  it.each(["light", "dark"] as const)("can be read in %s", async (scheme) => {
    await openPage({ snapshot: { tiles, problems: [notAnImage] } });
    const toggle = page.getByRole("button", { name: `Switch to ${scheme} mode` });
    if (toggle.elements().length > 0) await toggle.click();
    await expect.poll(() => document.documentElement.dataset["mantineColorScheme"]).toBe(scheme);
    showTab("problems");
    await expect.element(page.getByRole("button", { name: "Download report" })).toBeVisible();
    expect(poorText(document.body)).toEqual([]);
  });
});

describe("the page's own failures", () => {
  it("go to the log: uncaught errors and unhandled rejections, but not the browser's harmless ones", async () => {
    await openPage();
    // Vitest takes an error that reaches the window for a failure of the test.
    const target = new EventTarget();
    ends.push(watchPage(target));
    const error = new TypeError("thrown by a click");
    target.dispatchEvent(new ErrorEvent("error", { error, message: error.message }));
    target.dispatchEvent(new ErrorEvent("error", { message: "ResizeObserver loop limit exceeded" }));
    const promise = Promise.resolve();
    target.dispatchEvent(
      new PromiseRejectionEvent("unhandledrejection", { promise, reason: new RangeError("nobody listens") }),
    );
    await expect.poll(async () => (await services().dataset.listFailures()).length).toBe(2);
    expect(await services().dataset.listFailures()).toMatchObject([
      { place: "page", error: { name: "TypeError", message: "thrown by a click" } },
      { place: "page", error: { name: "RangeError", message: "nobody listens" } },
    ]);
  });
});

describe("a page that cannot be drawn", () => {
  function Broken(): never {
    throw new TypeError("cells is undefined");
  }

  it("says so calmly, offers the details and a reload, and is in the log with its components", async () => {
    const copied = watchClipboard();
    await openPage();
    const holder = document.createElement("div");
    document.body.append(holder);
    const root = createRoot(holder, { onCaughtError: () => {} });
    ends.push(() => {
      root.unmount();
      holder.remove();
    });
    flushSync(() =>
      root.render(
        <MantineProvider>
          <PageGuard>
            <Broken />
          </PageGuard>
        </MantineProvider>,
      ),
    );
    const guard = page.getByRole("alert");
    await expect.element(guard).toHaveTextContent("The page cannot be shown.");
    await expect.element(guard.getByRole("button", { name: "Reload" })).toBeVisible();
    await guard.getByRole("button", { name: "Copy details" }).click();
    await expect.poll(() => copied.length).toBe(1);
    expect(copied[0]).toContain("Unexpected: The page\nTypeError: cells is undefined");
    expect(copied[0]).toMatch(/Caused by Components: .*\n +at Broken/);
    expect(await services().dataset.listFailures()).toMatchObject([{ place: "page", times: 1 }]);
  });
});
