import { openPauses } from "./open-pauses.ts";

/**
 * The items in parts of `count`, with a pause before each part (`openPauses`), so that a loop over many can be
 * cancelled.
 *
 * @param count items that take a few ms together.
 * @throws Cancelled
 */
export async function* fewAtATime<T>(
  items: readonly T[],
  count: number,
  signal: AbortSignal,
): AsyncGenerator<readonly T[]> {
  const pause = openPauses(signal);
  for (let first = 0; first < items.length; first += count) {
    await pause();
    yield items.slice(first, first + count);
  }
}
