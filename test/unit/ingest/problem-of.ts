import { type Problem, problemFrom } from "../../../src/domain/errors.ts";

/** The problem that `work` ends with; an error when it ends well. */
export async function problemOf(work: () => unknown): Promise<Problem> {
  try {
    await work();
  } catch (error) {
    return problemFrom(error, "not told");
  }
  throw new Error("expected a problem, but the work ended well");
}
