import type { Disagreement } from "../../domain/cell/exploration.ts";
import { type ReviewState, useExploration } from "../stores/exploration-store.ts";
import { openLatest } from "../stores/open-latest.ts";
import { recordFailure } from "../stores/page-failures.ts";
import { services } from "../stores/services.ts";
import { goToCell } from "./explore-cells.ts";

function change(review: Partial<ReviewState>): void {
  useExploration.setState((state) => ({ review: { ...state.review, ...review } }));
}

/** A key for each row of the list. A cell alone is no key, because it may be in the list for two classes. */
export function reviewKey({ tileId, number, kind, classIndex }: Disagreement): string {
  return `${kind} ${classIndex} ${number} ${tileId}`;
}

const asking = openLatest("The list to review");

/** Reads the list again, for one class or, with null, for all classes. */
export async function loadReview(classIndex: number | null): Promise<void> {
  const signal = asking.next();
  change({ loading: true, classIndex, problem: null });
  try {
    const list = await services().explorer.listDisagreements(classIndex, signal);
    if (!signal.aborted) change({ list, loading: false });
  } catch (error) {
    if (!signal.aborted) change({ loading: false, problem: recordFailure(error, "The list to review") });
  }
}

/** Shows the row's cell and marks the row as seen. */
export function goToDisagreement(entry: Disagreement): void {
  const key = reviewKey(entry);
  const { seen } = useExploration.getState().review;
  // `stepReview` goes on from the last row in `seen`.
  change({ seen: [...seen.filter((other) => other !== key), key] });
  goToCell(entry);
}

/** Returns the index of the row that was visited last, or -1 when it is not in the list. */
export function reviewPlace({ list, seen }: ReviewState): number {
  const last = seen.at(-1);
  return list?.entries.findIndex((entry) => reviewKey(entry) === last) ?? -1;
}

/** Goes to the row after or before the row that was visited last. It stops at the ends of the list. */
export function stepReview(step: 1 | -1): void {
  const { review } = useExploration.getState();
  const next = review.list?.entries[Math.max(0, reviewPlace(review) + step)];
  if (next !== undefined) goToDisagreement(next);
}
