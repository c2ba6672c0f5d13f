import { problemError } from "../../domain/errors.ts";
import { storageError } from "../../storage/files/storage-error.ts";

const lockName = "cytotope-dataset";

/** How long a page that was just closed or reloaded may take to release the lock, in ms. */
const patience = 5000;

let claim: Promise<void> | null = null;

/**
 * Makes this thread the only owner of the data set until the thread ends. Two tabs on one data set would sweep away
 * each other's files.
 *
 * @throws StorageBroken when another tab owns the data set.
 */
export function claimDataset(): Promise<void> {
  claim ??= new Promise<void>((resolve, reject) => {
    const hold = () => {
      resolve();
      // The promise never resolves, so the thread holds the lock until it ends.
      return new Promise<never>(() => {});
    };
    navigator.locks.request(lockName, { signal: AbortSignal.timeout(patience) }, hold).catch((error: unknown) => {
      claim = null;
      reject(isTimeout(error) ? openElsewhere(error) : storageError(error, "The data set"));
    });
  });
  return claim;
}

/** Older browsers tell of an aborted signal, not why it was aborted. */
function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && /^(?:Timeout|Abort)Error$/.test(error.name);
}

function openElsewhere(cause: unknown): Error {
  return problemError(
    {
      tag: "OpenElsewhere",
      subject: "The data set",
      message: "Cytotope is open in another tab or window of this browser.",
      remedy: "Close the other one, then reload this page.",
    },
    { cause },
  );
}
