import { expect, it } from "vitest";
import { spreadOf, summariseResults } from "../../experiment/summarise-results.ts";

const rows = [
  { name: "low", title: "low" },
  { name: "middle", title: "middle" },
  { name: "high", title: "high" },
];
const result = (meanAveragePrecision: number) => ({ meanAveragePrecision, processorSeconds: 10 });

it("gives mean and sample standard deviation", () => {
  expect(spreadOf([2, 4, 9])).toEqual({ mean: 5, deviation: Math.sqrt(13) });
  expect(spreadOf([7])).toEqual({ mean: 7, deviation: 0 });
});

it("pairs seeds, and gives the share of the means beside the mean of the shares", () => {
  const summaries = summariseResults(
    rows,
    [
      [result(0.2), result(0.4)],
      [result(0.3), result(0.5)],
      [result(0.4), result(0.5)],
    ],
    "low",
    "high",
  );
  const [low, middle, high] = summaries;
  expect(low?.closed.bySeed).toEqual([0, 0]);
  expect(high?.closed.bySeed).toEqual([1, 1]);
  expect(middle?.closed.bySeed[0]).toBeCloseTo(0.5, 9);
  expect(middle?.closed.bySeed[1]).toBeCloseTo(1, 9);
  expect(middle?.closed.spread.mean).toBeCloseTo(0.75, 9);
  expect(middle?.closed.ofMeans).toBeCloseTo(2 / 3, 9);
  expect(middle?.precision.deviation).toBeCloseTo(0.1 * Math.SQRT2, 9);
});
