import type { Problem } from "../domain/errors.ts";
import { withDatabase } from "./database.ts";

const subject = "The list of problems";

/** Loads the problems that the user has not dismissed. */
export function loadProblems(): Promise<Problem[]> {
  return withDatabase(subject, (database) => database.getAll("problems"));
}

/** Adds problems to the list. A problem that is in the list already is not added again. */
export function putProblems(problems: readonly Problem[]): Promise<void> {
  return withDatabase(subject, async (database) => {
    const transaction = database.transaction("problems", "readwrite");
    for (const problem of problems) void transaction.store.put(problem, keyOf(problem));
    await transaction.done;
  });
}

/** Deletes all stored problems. */
export function clearProblems(): Promise<void> {
  return withDatabase(subject, (database) => database.clear("problems"));
}

function keyOf({ tag, subject: about, message }: Problem): string {
  return [tag, about, message].join("\n");
}
