import { expose } from "comlink";
import { carryCauses } from "../../../../src/bridge/carry-causes.ts";
import { problemError } from "../../../../src/domain/errors.ts";
import { watchWorker } from "../../../../src/pipeline/failures/watch-worker.ts";

/** A worker that fails in every way there is, watched as the real ones are. */
export interface FailingApi {
  readonly failWithCause: (tileId: string) => Promise<void>;
  readonly failForTheUser: () => Promise<void>;
  readonly throwUncaught: () => Promise<void>;
  readonly rejectUnhandled: () => Promise<void>;
  /** From now on the database cannot be opened in this worker. */
  readonly breakStorage: () => Promise<void>;
}

const api = {
  failWithCause: async (tileId) => {
    throw problemError(
      { tag: "SegmentationFailed", subject: tileId, message: "It failed.", remedy: "Try again." },
      { cause: new TypeError("x is not a function", { cause: "deep down" }) },
    );
  },
  failForTheUser: async () => {
    throw problemError({ tag: "EmptyFile", subject: "a_red.png", message: "It is empty.", remedy: "Copy it again." });
  },
  throwUncaught: () => {
    setTimeout(() => {
      throw new TypeError("out of nowhere");
    });
    return new Promise(() => {});
  },
  rejectUnhandled: async () => {
    void Promise.reject(new TypeError("nobody listens"));
  },
  breakStorage: async () => {
    indexedDB.open = () => {
      throw new DOMException("The disk is gone.", "UnknownError");
    };
  },
} satisfies FailingApi;

carryCauses();
expose(watchWorker("imaging", api));
