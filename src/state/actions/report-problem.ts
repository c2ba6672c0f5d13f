import { type Problem, problemFrom } from "../../domain/errors.ts";
import { mergeProblems } from "../derive/problem-list.ts";
import { announce } from "../stores/announce.ts";
import { useDataset } from "../stores/dataset-store.ts";

/** Lists what went wrong; work the user cancelled is no problem and gives null. */
export function reportProblem(error: unknown, subject: string): Problem | null {
  const problem = problemFrom(error, subject);
  if (problem.tag === "Cancelled") return null;
  useDataset.setState(({ problems }) => ({ problems: mergeProblems(problems, [problem]) }));
  announce(`Problem with ${problem.subject}: ${problem.message}`);
  return problem;
}
