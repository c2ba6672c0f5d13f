import type { Problem } from "../domain/errors.ts";
import { withDatabase } from "./database.ts";

const subject = "The list of problems";

/** The problems that were told and not dismissed. */
export function loadProblems(): Promise<Problem[]> {
  return withDatabase(subject, (database) => database.getAll("problems"));
}

/** Adds problems; one that is listed already is not listed twice. */
export function putProblems(problems: readonly Problem[]): Promise<void> {
  return withDatabase(subject, async (database) => {
    const transaction = database.transaction("problems", "readwrite");
    for (const problem of problems) void transaction.store.put(problem, keyOf(problem));
    await transaction.done;
  });
}

export function clearProblems(): Promise<void> {
  return withDatabase(subject, (database) => database.clear("problems"));
}

function keyOf({ tag, subject: about, message }: Problem): string {
  return [tag, about, message].join("\n");
}
