import type { Cell } from "../../../../src/domain/cell/cell.ts";
import type { CellEdit } from "../../../../src/domain/cell/cell-edit.ts";

/** Returns the numbers of two cells that touch side by side. */
function touchingPair(labels: Uint16Array, width: number): readonly [number, number] {
  for (let at = 1; at < labels.length; at++) {
    const [a, b] = [labels[at - 1]!, labels[at]!];
    if (a !== 0 && b !== 0 && a !== b && at % width !== 0) return [a, b];
  }
  throw new Error("no two cells touch");
}

/**
 * Makes steps of each kind of edit. One step merges `a` and `b`, another one deletes `gone`.
 *
 * @param width px per row of the label map.
 */
export function correctionSteps(cells: readonly Cell[], labels: Uint16Array, width: number) {
  const [a, b] = touchingPair(labels, width);
  const inner = cells.filter(({ touchesBorder, number }) => !touchesBorder && number !== a && number !== b);
  const [split, painted, gone] = inner;
  if (split === undefined || painted === undefined || gone === undefined) throw new Error("too few cells");
  const { left, right } = split.box;
  const { x, y } = painted.centroid;
  const steps: readonly CellEdit[] = [
    { kind: "merge", cells: [a, b] },
    {
      kind: "split",
      cell: split.number,
      line: [
        [left - 5, split.centroid.y],
        [right + 5, split.centroid.y + 20],
      ],
    },
    {
      kind: "paint",
      cell: painted.number,
      stroke: [
        [x, y],
        [x + 200, y + 60],
      ],
      radius: 24,
      overNeighbours: true,
    },
    { kind: "erase", cell: painted.number, stroke: [[painted.box.left, painted.centroid.y]], radius: 30 },
    { kind: "delete", cells: [gone.number] },
    {
      kind: "draw",
      outline: [
        [gone.box.left, gone.box.top],
        [gone.box.right, gone.box.top],
        [gone.box.right, gone.box.bottom],
      ],
      overNeighbours: false,
    },
  ];
  return { steps, a, b, gone: gone.number };
}
