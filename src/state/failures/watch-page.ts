import { keepDeepStacks } from "../../domain/failure/error-trace.ts";
import { useAnnouncement } from "../stores/announce.ts";
import { useLearning } from "../stores/learning-store.ts";
import { pageSteps, recordFailure } from "../stores/page-failures.ts";
import { useSelection } from "../stores/selection-store.ts";
import { useWork } from "../stores/work-store.ts";

/** Chromium and Firefox report this when the size of an element changes twice within one frame. It does no harm. */
const harmless = /^ResizeObserver loop/;

/** Sends uncaught errors and unhandled rejections of the page to the log. Returns a function that ends this. */
export function watchPage(page: EventTarget = window): () => void {
  keepDeepStacks();
  const onError = (event: Event) => {
    const { error, message } = event as ErrorEvent;
    if (!harmless.test(message)) recordFailure(error ?? new Error(message), "The page");
  };
  const onRejection = (event: Event) => {
    recordFailure((event as PromiseRejectionEvent).reason, "The page");
  };
  page.addEventListener("error", onError);
  page.addEventListener("unhandledrejection", onRejection);
  return () => {
    page.removeEventListener("error", onError);
    page.removeEventListener("unhandledrejection", onRejection);
  };
}

/** Notes as steps what the user looks at, what begins and what is announced. Returns a function that ends this. */
export function watchSteps(): () => void {
  const note = pageSteps.note;
  const ends = [
    useAnnouncement.subscribe((text) => {
      if (text !== "") note(`Told: ${text}`);
    }),
    useSelection.subscribe(({ tileId, tab }, before) => {
      if (tileId !== null && tileId !== before.tileId) note(`Looked at tile ${tileId}`);
      if (tab !== before.tab) note(`Opened the tab ${tab}`);
    }),
    useLearning.subscribe(({ phase }, { phase: before }) => {
      if (phase !== before) note(`Learning: ${phase}`);
    }),
    useWork.subscribe(({ intake, exporting, batch }, before) => {
      if (intake !== null && before.intake === null) note(`Took in ${intake.kind}`);
      if (exporting !== null && before.exporting === null) note(`Exported ${exporting.kind}`);
      if (batch !== null && before.batch === null) note(`Segmented ${batch.total} tiles`);
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
