import type { Problem } from "../../domain/errors.ts";

/** How many problems of one kind are told one by one before the rest becomes a count: a screenful at most. */
const toldSingly = 5;

/**
 * Keeps a list of problems readable: of each tag the first five stay, further ones become one problem with their count.
 * `subject` names the table or drop that the folded problems are about. Order of first appearance is kept.
 */
export function foldProblems(problems: readonly Problem[], subject: string): Problem[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const group = groups.get(problem.tag);
    if (group) group.push(problem);
    else groups.set(problem.tag, [problem]);
  }
  return [...groups.values()].flatMap((group) => {
    // A message "and 1 more" would take the place of the very message it hides.
    if (group.length <= toldSingly + 1) return group;
    const [first] = group as [Problem];
    const more = group.length - toldSingly;
    return [
      ...group.slice(0, toldSingly),
      {
        tag: first.tag,
        subject,
        message: `${more.toLocaleString("en-US")} more like it: ${first.message}`,
        remedy: first.remedy,
      },
    ];
  });
}
