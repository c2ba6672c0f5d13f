import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import type { Problem } from "../../domain/errors.ts";
import type { TileId } from "../../domain/tile/tile.ts";

/** A problem, with its tile when the problem belongs to one. */
export interface ListedProblem {
  readonly problem: Problem;
  readonly tileId: TileId | null;
}

function nameOf(problem: Problem): string {
  return [problem.tag, problem.subject, problem.message].join("\n");
}

/** Adds those of `more` to `known` that are not in it yet. It leaves out `Cancelled`, which is no problem. */
export function mergeProblems(known: readonly Problem[], more: readonly Problem[]): readonly Problem[] {
  const names = new Set(known.map(nameOf));
  const fresh: Problem[] = [];
  for (const problem of more) {
    const name = nameOf(problem);
    if (problem.tag === "Cancelled" || names.has(name)) continue;
    names.add(name);
    fresh.push(problem);
  }
  return fresh.length === 0 ? known : [...known, ...fresh];
}

/** Lists each problem once: first the problems of tiles and their masks, in the order of the tiles, then the others. */
export function listProblems(
  tiles: Readonly<Record<string, TileRecord>>,
  order: readonly TileId[],
  problems: readonly Problem[],
): readonly ListedProblem[] {
  const listed: ListedProblem[] = [];
  const names = new Set<string>();
  const list = (problem: Problem, tileId: TileId | null) => {
    const name = nameOf(problem);
    if (names.has(name)) return;
    names.add(name);
    listed.push({ problem, tileId });
  };
  for (const id of order) {
    const record = tiles[id];
    if (record?.problem) list(record.problem, id);
    if (record?.mask?.problem) list(record.mask.problem, id);
  }
  for (const problem of problems) list(problem, null);
  return listed;
}
