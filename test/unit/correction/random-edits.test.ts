import fc from "fast-check";
import { expect, it } from "vitest";
import { applyDifference, invertDifference } from "../../../src/correction/apply-difference.ts";
import { correctMaps } from "../../../src/correction/correct-maps.ts";
import { differenceBox, isEmptyDifference, touchedCells } from "../../../src/correction/describe-difference.ts";
import type { CellEdit, Polyline } from "../../../src/domain/cell/cell-edit.ts";
import type { LabelDifference } from "../../../src/domain/cell/label-difference.ts";
import { countPieces } from "../segmentation/count-pieces.ts";
import { mapsOf } from "./make-maps.ts";

/** Random sequences of corrections: after each the cells are still sound, and every step can be undone. */

const width = 23;
const height = 17;

/** Three cells that touch, two of them with nuclei, one at the tile's border. */
function startMaps() {
  const cells = new Uint16Array(width * height);
  const nuclei = new Uint16Array(width * height);
  const fill = (labels: Uint16Array, number: number, left: number, top: number, right: number, bottom: number) => {
    for (let y = top; y < bottom; y++) labels.fill(number, y * width + left, y * width + right);
  };
  fill(cells, 1, 0, 0, 8, 9);
  fill(cells, 2, 8, 2, 16, 10);
  fill(cells, 3, 3, 9, 14, 15);
  fill(nuclei, 1, 2, 3, 6, 7);
  fill(nuclei, 2, 10, 4, 14, 8);
  return mapsOf(width, height, cells, nuclei);
}

/** A coordinate in half px, so that all places on the grid are equally likely. */
const half = (most: number) => fc.integer({ min: -6, max: 2 * most + 6 }).map((value) => value / 2);
const point = fc.tuple(half(width), half(height));
const polyline: fc.Arbitrary<Polyline> = fc.array(point, { minLength: 2, maxLength: 6 });
const cell = fc.integer({ min: 1, max: 5 });
const several = fc.array(cell, { minLength: 1, maxLength: 3 });
const radius = fc.integer({ min: 1, max: 8 }).map((value) => value / 2);

const anyEdit: fc.Arbitrary<CellEdit> = fc.oneof(
  fc.record({ kind: fc.constant("delete" as const), cells: fc.array(cell, { minLength: 1, maxLength: 1 }) }),
  fc.record({ kind: fc.constant("merge" as const), cells: several }),
  fc.record({ kind: fc.constant("split" as const), cell: fc.option(cell), line: polyline }),
  fc.record({ kind: fc.constant("draw" as const), outline: polyline, overNeighbours: fc.boolean() }),
  fc.record({ kind: fc.constant("paint" as const), cell, stroke: polyline, radius, overNeighbours: fc.boolean() }),
  fc.record({ kind: fc.constant("erase" as const), cell, stroke: polyline, radius }),
  fc.record({ kind: fc.constant("fill-holes" as const), cells: several }),
);

it("keeps each cell one piece with its nucleus inside, and can undo and redo every step exactly", () => {
  let made = 0;
  fc.assert(
    fc.property(fc.array(anyEdit, { minLength: 6, maxLength: 14 }), (edits) => {
      const start = startMaps();
      const cells = start.cells.labels.slice();
      const nuclei = start.nuclei.labels.slice();
      const log: LabelDifference[] = [];
      const states = [{ cells: cells.slice(), nuclei: nuclei.slice() }];
      for (const edit of edits) {
        const before = mapsOf(width, height, cells.slice(), nuclei.slice());
        const difference = correctMaps(before, edit);
        expect(before.cells.labels).toEqual(cells);
        if ("refused" in difference) {
          expect(difference.refused).toMatch(/^[A-Z].+\.$/);
          continue;
        }
        made++;
        expect(isEmptyDifference(difference)).toBe(false);
        applyDifference(cells, nuclei, difference);
        const touched = new Set(touchedCells(difference));
        const box = differenceBox(difference, width);
        // `expect` costs microseconds, and there are millions of pixels: what is wrong is gathered, and judged once.
        const wrong: string[] = [];
        cells.forEach((label, at) => {
          const x = at % width;
          const y = Math.floor(at / width);
          if (nuclei[at] !== 0 && nuclei[at] !== label) wrong.push(`a nucleus outside of its cell at ${x}, ${y}`);
          const was = before.cells.labels[at]!;
          if (label === was && nuclei[at] === before.nuclei.labels[at]) return;
          for (const number of [label, was]) {
            if (number !== 0 && !touched.has(number)) wrong.push(`cell ${number} is not told as touched`);
          }
          const inside = box !== null && x >= box.left && x < box.right && y >= box.top && y < box.bottom;
          if (!inside) wrong.push(`a change outside of the box at ${x}, ${y}`);
        });
        expect(wrong).toEqual([]);
        for (const pieces of countPieces(cells, width).values()) expect(pieces).toBe(1);
        log.push(difference);
        states.push({ cells: cells.slice(), nuclei: nuclei.slice() });
      }
      for (let done = log.length; done > 0; done--) {
        applyDifference(cells, nuclei, invertDifference(log[done - 1]!));
        expect({ cells, nuclei }).toEqual(states[done - 1]);
      }
      log.forEach((difference, index) => {
        applyDifference(cells, nuclei, difference);
        expect({ cells, nuclei }).toEqual(states[index + 1]);
      });
    }),
    { seed: 20_261_122, numRuns: 300 },
  );
  expect(made).toBeGreaterThan(500);
});

it("refuses a difference that was made for other maps, and changes nothing", () => {
  const maps = startMaps();
  const difference = correctMaps(maps, { kind: "delete", cells: [1] });
  if ("refused" in difference) throw new Error(difference.refused);
  const cells = maps.cells.labels.slice();
  const nuclei = maps.nuclei.labels.slice();
  nuclei[3 * width + 2] = 9;
  expect(() => applyDifference(cells, nuclei, difference)).toThrow(RangeError);
  expect(cells).toEqual(maps.cells.labels);
});

it("describes a correction by runs, not by pixels", () => {
  const difference = correctMaps(startMaps(), { kind: "delete", cells: [1] });
  if ("refused" in difference) throw new Error(difference.refused);
  expect(difference.cells.starts).toHaveLength(9);
  expect(difference.nuclei.starts).toHaveLength(4);
});
