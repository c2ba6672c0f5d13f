import { hasTag, type Problem, problemError, problemFrom } from "../../domain/errors.ts";
import { microBatchSizeOf } from "../../domain/training/micro-batch.ts";
import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { Backend } from "../../learning/backend/backend.ts";

/** A lost device is reported up to this many ms after the call that failed because of it. */
const reportDelay = 500;

const memoryWords = /memory|allocat|too large|larger than|exceed/i;

/** The problem of a loss that became NaN or infinite. */
export function diverged(epoch: number, loss: number, options: TrainingOptions): Error {
  return problemError({
    tag: "Diverged",
    subject: "Training",
    message: `The loss became ${Number.isNaN(loss) ? "NaN" : "infinite"} in epoch ${epoch}; the last checkpoint is kept.`,
    remedy: `Start a new run with a lower learning rate than ${options.learningRate}.`,
  });
}

/** The problem of a GPU failure, with what the user can change. `cause` is the error that showed the failure. */
function withAdvice(problem: Problem, options: TrainingOptions, cause: unknown): Error {
  const cells = microBatchSizeOf(options);
  const exhausted = memoryWords.test(problem.message);
  return problemError(
    {
      tag: "DeviceLost",
      subject: "Training",
      message: `${problem.message} The last checkpoint is kept.`,
      remedy: exhausted
        ? `Start a run with a smaller micro-batch than ${cells} cells on the GPU at once, or with a smaller backbone.`
        : `Reload the page and resume; if it happens again, start a run with a smaller micro-batch than ${cells} cells on the GPU at once.`,
    },
    { cause },
  );
}

/**
 * Finds out what ended a run. A failing GPU first causes some exception of a library and reports its loss a moment
 * later. So an exception that is no problem of Cytotope waits for that report.
 */
export async function explainFailure(error: unknown, backend: Backend, options: TrainingOptions): Promise<unknown> {
  if (hasTag(error, "DeviceLost")) return withAdvice(problemFrom(error, "Training"), options, error);
  if (problemFrom(error, "Training").tag !== "Unexpected" || backend.info.kind === "cpu") return error;
  if (backend.failure() === null) await new Promise((resolve) => setTimeout(resolve, reportDelay));
  const failure = backend.failure();
  if (failure !== null) return withAdvice(failure, options, error);
  const message = error instanceof Error ? error.message : String(error);
  if (!memoryWords.test(message)) return error;
  const refused = { ...problemFrom(error, "Training"), message: `The GPU refused the work: ${message}.` };
  return withAdvice(refused, options, error);
}
