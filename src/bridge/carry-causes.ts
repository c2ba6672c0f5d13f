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

/** Its causes as plain objects, one in another: an error's clone keeps neither its name nor its cause in every browser. */
function sendableCause(error: Error): unknown {
  const [, ...causes] = traceErrors(error);
  return causes.reduceRight<unknown>((cause, trace) => (cause === undefined ? trace : { ...trace, cause }), undefined);
}

/**
 * Lets this thread's errors take their causes along to the thread that called: comlink alone carries only name, message and
 * stack. Over there `cause` is not an `Error`, but has the fields of one. Workers call this before they expose anything.
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
