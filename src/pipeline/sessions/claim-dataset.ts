import { problemError } from "../../domain/errors.ts";

const lockName = "cytotope-dataset";

/** How long a page that was just closed or reloaded may take to let go, in ms. */
const patience = 5000;

let claim: Promise<void> | null = null;

/**
 * Makes this thread the data set's one owner until it ends. Two tabs on one data set would sweep away each other's files.
 *
 * @throws StorageBroken when another tab has it.
 */
export function claimDataset(): Promise<void> {
  claim ??= new Promise<void>((resolve, reject) => {
    const hold = () => {
      resolve();
      // Held until the thread ends.
      return new Promise<never>(() => {});
    };
    navigator.locks.request(lockName, { signal: AbortSignal.timeout(patience) }, hold).catch(() => {
      claim = null;
      reject(
        problemError({
          tag: "StorageBroken",
          subject: "The data set",
          message: "Cytotope is open in another tab or window of this browser.",
          remedy: "Close the other one, then reload this page.",
        }),
      );
    });
  });
  return claim;
}
