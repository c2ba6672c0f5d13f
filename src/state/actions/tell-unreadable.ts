import { problemError } from "../../domain/errors.ts";
import { reportProblem } from "./report-problem.ts";

/** Lists one problem for all dropped files and folders that could not be read. Without such files it lists none. */
export function tellUnreadable(paths: readonly string[]): void {
  const [first] = paths;
  if (first === undefined) return;
  const one = paths.length === 1;
  const error = problemError({
    tag: "SourceGone",
    subject: first,
    message: one
      ? `${first} was dropped but cannot be read.`
      : `${paths.length.toLocaleString("en-US")} of the dropped files and folders cannot be read, ${first} among them.`,
    remedy: `Check that ${one ? "it is" : "they are"} still there, may be opened, and have no path longer than 260 characters (Windows), then drop ${one ? "it" : "them"} again.`,
  });
  reportProblem(error, first);
}
