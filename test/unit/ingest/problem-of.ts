import { type Problem, problemFrom } from "../../../src/domain/errors.ts";

/** Runs `work` and returns the problem that it throws. It throws an error when `work` succeeds. */
export async function problemOf(work: () => unknown): Promise<Problem> {
  try {
    await work();
  } catch (error) {
    return problemFrom(error, "not told");
  }
  throw new Error("expected a problem, but the work ended well");
}
