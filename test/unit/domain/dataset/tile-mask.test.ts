import { expect, it } from "vitest";
import { agreementOf, poolAgreements } from "../../../../src/domain/dataset/tile-mask.ts";

it("pools tiles by their cells, not by their F1", () => {
  const tiles = [
    [agreementOf(0.5, 90, 10, 10), agreementOf(0.75, 50, 50, 50)],
    [agreementOf(0.5, 1, 1, 0), agreementOf(0.75, 0, 2, 1)],
  ];
  expect(poolAgreements(tiles)).toEqual([agreementOf(0.5, 91, 11, 10), agreementOf(0.75, 50, 52, 51)]);
  expect(poolAgreements(tiles)[0]?.f1).toBeCloseTo(182 / 203, 12);
  expect(agreementOf(0.5, 0, 0, 0).f1).toBe(1);
  expect(poolAgreements([])).toEqual([]);
});
