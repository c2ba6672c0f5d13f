import { type Problem, problemFrom } from "../domain/errors.ts";
import { announce } from "./announce.ts";
import { useDataset } from "./dataset-store.ts";
import { mergeProblems } from "./problem-list.ts";

/** Lists what went wrong; work the user cancelled is no problem and gives null. */
export function reportProblem(error: unknown, subject: string): Problem | null {
  const problem = problemFrom(error, subject);
  if (problem.tag === "Cancelled") return null;
  useDataset.setState(({ problems }) => ({ problems: mergeProblems(problems, [problem]) }));
  announce(`Problem with ${problem.subject}: ${problem.message}`);
  return problem;
}
