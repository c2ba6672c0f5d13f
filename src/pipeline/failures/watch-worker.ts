import { keepDeepStacks } from "../../domain/failure/error-trace.ts";
import type { FailurePlace } from "../../domain/failure/failure-record.ts";
import { openLog, recordFailure, workerSteps } from "./record-failure.ts";

/** Calls that are no steps: scrolling sends some by the dozen, the log itself makes the others. */
const quietCalls = /^draw|^storageReport$|Failures$/;

/** A text as a step names it: of an address only the host, because the rest may hold a key. */
function describeText(text: string): string {
  const address = text.trim();
  if (!/^https?:/i.test(address)) return text;
  return URL.canParse(address) ? new URL(address).host : "an address";
}

/**
 * The subject of a call, taken from its first argument: ids and names of files, never text that the user wrote. "" when
 * the argument holds neither.
 */
function describeArgument(about: unknown): string {
  if (typeof about === "string") return describeText(about);
  if (about instanceof File) return about.name;
  if (Array.isArray(about)) {
    const names = about.slice(0, 3).map((entry) => (entry instanceof File ? entry.name : String(entry)));
    return `${names.join(", ")}${about.length > 3 ? ` and ${about.length - 3} more` : ""}`;
  }
  const { tileId } = (about ?? {}) as { readonly tileId?: unknown };
  return typeof tileId === "string" ? tileId : "";
}

type Call = (...values: unknown[]) => unknown;

/**
 * Keeps a log of the failures of this worker: calls that reject, uncaught errors and unhandled rejections. The page
 * learns of a failure after its record is stored, because it may then end the worker at once.
 *
 * @returns the functions to expose.
 */
export function watchWorker<Api extends object>(place: FailurePlace, api: Api): Api {
  keepDeepStacks();
  openLog(place);
  watchUncaught(place);
  const watched = Object.entries(api).map(([name, call]: [string, Call]) => {
    const watchedCall: Call = async (...values) => {
      const about = describeArgument(values[0]);
      if (!quietCalls.test(name)) workerSteps.note(`${name} ${about}`);
      try {
        return await call(...values);
      } catch (error) {
        await recordFailure(error, about || name);
        throw error;
      }
    };
    return [name, watchedCall];
  });
  return Object.fromEntries(watched) as Api;
}

function watchUncaught(place: FailurePlace): void {
  const subject = `The ${place} worker`;
  let isThrownAgain = false;
  addEventListener("error", (event) => {
    if (isThrownAgain) {
      isThrownAgain = false;
      return;
    }
    // The page ends the worker when the error reaches it. So the error is held back until its record is stored.
    event.preventDefault();
    const error: unknown = event.error ?? new Error(event.message);
    void recordFailure(error, subject).then(() => {
      setTimeout(() => {
        isThrownAgain = true;
        throw error;
      });
    });
  });
  addEventListener("unhandledrejection", (event) => void recordFailure(event.reason, subject));
}
