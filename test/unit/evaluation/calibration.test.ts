import { describe, expect, it } from "vitest";
import { applyTemperatures, fitTemperatures } from "../../../src/evaluation/calibrate.ts";
import { chooseThreshold } from "../../../src/evaluation/choose-threshold.ts";
import { descendingOrder } from "../../../src/evaluation/descending-order.ts";
import { fitTemperature, temperatureRange } from "../../../src/evaluation/fit-temperature.ts";
import { makeValidationCells } from "./validation-cells.ts";

describe("fitTemperature", () => {
  const alternating = (length: number) => Array.from({ length }, (_, index) => index % 2);

  it("is 1 when there are too few positives or negatives", () => {
    const logits = Array.from({ length: 40 }, (_, index) => index / 5 - 4);
    expect(
      fitTemperature(
        logits,
        logits.map(() => 0),
      ),
    ).toBe(1);
    expect(
      fitTemperature(
        logits,
        logits.map(() => 1),
      ),
    ).toBe(1);
    expect(
      fitTemperature(
        logits,
        logits.map((_, index) => (index < 9 ? 1 : 0)),
      ),
    ).toBe(1);
    expect(fitTemperature([], [])).toBe(1);
  });

  it("stays within its range when the cells are ranked without a mistake, or exactly the wrong way", () => {
    const targets = alternating(40);
    const perfect = targets.map((target) => (target > 0 ? 2 : -2));
    expect(fitTemperature(perfect, targets)).toBe(temperatureRange.min);
    expect(
      fitTemperature(
        perfect.map((logit) => -logit),
        targets,
      ),
    ).toBe(temperatureRange.max);
    expect(
      fitTemperature(
        targets.map(() => 0),
        targets,
      ),
    ).toBe(temperatureRange.max);
  });
});

describe("applyTemperatures", () => {
  const classes = 3;
  const { probabilities, targets } = makeValidationCells(1, 20, 10, classes);

  it("corrects probabilities that are too confident, and keeps the order within a class", () => {
    const sharp = probabilities.slice();
    applyTemperatures(sharp, [1 / 3, 1, 2]);
    const honest = fitTemperatures(probabilities, targets, classes);
    const fitted = fitTemperatures(sharp, targets, classes);
    [3, 1, 0.5].forEach((factor, index) => {
      expect(fitted[index]! / honest[index]!).toBeCloseTo(factor, 3);
    });
    const order = (values: Float32Array, index: number) =>
      descendingOrder(values.filter((_, at) => at % classes === index));
    for (let index = 0; index < classes; index += 1) expect(order(sharp, index)).toEqual(order(probabilities, index));
  });

  it("gives numbers also for probabilities of 0 and 1", () => {
    const extreme = Float32Array.of(0, 1);
    applyTemperatures(extreme, [5, 5]);
    expect(extreme[0]).toBeGreaterThan(0);
    expect(extreme[0]).toBeLessThan(0.05);
    expect(extreme[1]).toBeCloseTo(1 - extreme[0]!, 5);
  });
});

describe("chooseThreshold", () => {
  it("is half-way between the lowest yes and the highest no", () => {
    expect(chooseThreshold([0.9, 0.8, 0.2, 0.1], [1, 1, 0, 0])).toBeCloseTo(0.5, 12);
    expect(chooseThreshold([0.4, 0.2], [1, 1])).toBeCloseTo(0.1, 12);
  });

  it("is the higher of two thresholds with the same F1, and 0.5 without positives", () => {
    expect(chooseThreshold([0.9, 0.6, 0.5, 0.4], [1, 0, 0, 1])).toBeCloseTo(0.75, 12);
    expect(chooseThreshold([0.9, 0.1], [0, 0])).toBe(0.5);
  });
});
