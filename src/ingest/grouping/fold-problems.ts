import type { Problem } from "../../domain/errors.ts";

/**
 * How many problems of one tag are kept one by one; the rest becomes one problem. This
 * keeps the list on one screen.
 */
const toldSingly = 5;

/**
 * Keeps a list of problems readable: of each tag the first five stay, and the others become one problem with their
 * number. Tags stay in the order of their first appearance.
 * @param subject the table or drop that the folded problems are about.
 */
export function foldProblems(problems: readonly Problem[], subject: string): Problem[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const group = groups.get(problem.tag);
    if (group) group.push(problem);
    else groups.set(problem.tag, [problem]);
  }
  return [...groups.values()].flatMap((group) => {
    // A message "1 more" would take as much room as the one message that it hides.
    if (group.length <= toldSingly + 1) return group;
    const [first] = group as [Problem];
    const more = group.length - toldSingly;
    return [
      ...group.slice(0, toldSingly),
      {
        tag: first.tag,
        subject,
        message: `${more.toLocaleString("en-US")} more like this: ${first.message}`,
        remedy: first.remedy,
      },
    ];
  });
}
