import { problemError, problemFrom } from "../../domain/errors.ts";

/**
 * Turns an error of IndexedDB or the private file system into a problem: `QuotaExceeded` when there is no space
 * left, and otherwise `StorageBroken`. The error becomes the problem's cause. An error that carries a problem already
 * is returned as it is.
 *
 * @param subject The tile or file that was being stored or read.
 */
export function storageError(error: unknown, subject: string): Error {
  if (error instanceof Error && problemFrom(error, subject).tag !== "Unexpected") return error;
  const name = error instanceof Error ? error.name : "";
  if (name === "QuotaExceededError") {
    return problemError(
      {
        tag: "QuotaExceeded",
        subject,
        message: "The browser has no room left to store this.",
        remedy: "Remove tiles you no longer need or free disk space, then try again.",
      },
      { cause: error },
    );
  }
  const detail = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replace(/\s+/g, " ");
  return problemError(
    {
      tag: "StorageBroken",
      subject,
      message: `The browser's storage did not do what it was asked for (${detail.replace(/\.$/, "")}).`,
      remedy: "Reload the page; if it happens again, remove the tile and drop its files again.",
    },
    { cause: error },
  );
}
