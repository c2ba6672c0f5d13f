import { type TransferHandler, transferHandlers } from "comlink";
import { traceErrors } from "../domain/failure/error-trace.ts";

/** An error as comlink sends it: its name, message and stack. */
interface SentError {
  readonly isError: true;
  readonly value: { readonly message: string; cause?: unknown };
}

interface Thrown {
  readonly value: unknown;
}

/**
 * The causes of an error as nested plain objects. A browser may drop the name and the cause when it clones an error.
 */
function sendableCause(error: Error): unknown {
  const [, ...causes] = traceErrors(error);
  return causes.reduceRight<unknown>((cause, trace) => (cause === undefined ? trace : { ...trace, cause }), undefined);
}

/**
 * Lets the errors of this thread carry their causes to the thread that called. Comlink alone carries only the name, the
 * message and the stack. The caller gets a `cause` that is not an `Error` but has its fields. Workers call this before
 * they expose anything.
 */
export function carryCauses(): void {
  const known = transferHandlers.get("throw") as TransferHandler<Thrown, unknown>;
  const carrying: TransferHandler<Thrown, unknown> = {
    ...known,
    serialize(thrown) {
      const [sent, transferables] = known.serialize(thrown);
      const { value } = thrown;
      if (value instanceof Error && value.cause !== undefined) (sent as SentError).value.cause = sendableCause(value);
      return [sent, transferables];
    },
  };
  transferHandlers.set("throw", carrying);
}
