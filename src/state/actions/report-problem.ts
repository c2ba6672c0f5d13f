import type { Problem } from "../../domain/errors.ts";
import { mergeProblems } from "../derive/problem-list.ts";
import { announce } from "../stores/announce.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { recordFailure } from "../stores/page-failures.ts";

/** Lists an error as a problem. Returns null for cancelled work, which is no problem. */
export function reportProblem(error: unknown, subject: string): Problem | null {
  const problem = recordFailure(error, subject);
  if (problem.tag === "Cancelled") return null;
  useDataset.setState(({ problems }) => ({ problems: mergeProblems(problems, [problem]) }));
  announce(`Problem with ${problem.subject}: ${problem.message}`);
  return problem;
}
