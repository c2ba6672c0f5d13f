import { describe, expect, it } from "vitest";
import { drawExpressedClasses, expressionRate } from "../../../src/sample/expressed-classes.ts";
import { seededRandom } from "../../../src/sample/seeded-random.ts";

const draws = 20_000;

function shares(wanted: readonly number[]): { rates: number[]; dark: number } {
  const random = seededRandom(wanted.length, ...wanted);
  const cells = Array.from({ length: draws }, () => drawExpressedClasses(wanted, random));
  return {
    rates: wanted.map((classIndex) => cells.filter((shown) => shown.includes(classIndex)).length / draws),
    dark: cells.filter((shown) => shown.length === 1 && shown[0] === 18).length / draws,
  };
}

describe("drawExpressedClasses", () => {
  it.each([[[0]], [[12]], [[4, 14]], [[12, 16]], [[0, 7, 13]], [[1, 2, 6, 9, 12]]])(
    "keeps every class's measured rate in a tile of %j",
    (wanted) => {
      shares(wanted).rates.forEach((rate, i) => {
        expect(Math.abs(rate - expressionRate(wanted[i] ?? -1))).toBeLessThan(0.012);
      });
    },
  );

  it("leaves one cell in ten without protein, unless low rates make it more", () => {
    for (const wanted of [
      [4, 14],
      [0, 7],
      [0, 7, 13],
      [1, 2, 6, 9, 12],
    ]) {
      expect(Math.abs(shares(wanted).dark - 0.1)).toBeLessThan(0.01);
    }
    expect(Math.abs(shares([12]).dark - 0.76)).toBeLessThan(0.012);
  });

  it("returns classes of the tile, ascending, or only Negative", () => {
    const random = seededRandom(9);
    for (let i = 0; i < 500; i += 1) {
      const shown = drawExpressedClasses([16, 2, 9], random);
      expect(shown).toEqual([...shown].sort((a, b) => a - b));
      expect(shown.every((classIndex) => [2, 9, 16].includes(classIndex)) || shown[0] === 18).toBe(true);
    }
    expect(drawExpressedClasses([], random)).toEqual([18]);
  });

  it("combines the classes of a tile in every way", () => {
    const random = seededRandom(10);
    const seen = new Set(Array.from({ length: 2000 }, () => drawExpressedClasses([1, 2, 3], random).join("|")));
    expect([...seen].sort()).toEqual(["1|2", "1|2|3", "1|3", "18", "2|3"].sort());
  });
});
