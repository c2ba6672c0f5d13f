import { expect, it } from "vitest";
import { fitLogistic, probeLinearly } from "../../experiment/linear-probe.ts";

it("fits the logistic regression that makes the penalised likelihood flat", () => {
  const features = [-2, -1.2, -0.4, 0.1, 0.7, 1.1, 2.3];
  const targets = [0, 0, 1, 0, 1, 0, 1];
  const rows = features.map((value) => Float64Array.of(1, value));
  const [intercept = Number.NaN, slope = Number.NaN] = fitLogistic(rows, targets);
  const residuals = features.map((value, i) => 1 / (1 + Math.exp(-intercept - slope * value)) - targets[i]!);
  expect(residuals.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 5);
  expect(residuals.reduce((sum, value, i) => sum + value * features[i]!, slope)).toBeCloseTo(0, 5);
  expect(slope).toBeGreaterThan(0.3);
});

it("tells what is separable by its features from what is not", () => {
  const cells = (offset: number) =>
    Array.from({ length: 60 }, (_, index) => ({
      truth: [index % 2 === 0 ? 0 : 1],
      features: [Math.sin(index * 12.9898 + offset) + (index % 2 === 0 ? 5 : -5)],
    }));
  const blurred = (offset: number) =>
    cells(offset).map(({ truth }, index) => ({ truth, features: [Math.sin(index * 78.233 + offset)] }));
  expect(probeLinearly(cells(0), cells(1))).toBeGreaterThan(0.99);
  expect(probeLinearly(blurred(0), blurred(1))).toBeLessThan(0.75);
});
