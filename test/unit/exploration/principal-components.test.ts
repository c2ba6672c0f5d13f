import { expect, it } from "vitest";
import { principalComponents } from "../../../src/exploration/principal-components.ts";
import { drawNormal, randomStream } from "../../../src/learning/random.ts";

it("keeps the distances between rows in few dimensions that are far from the origin", () => {
  const [count, width, hidden] = [60, 80, 4];
  const random = randomStream(2, "planted");
  const axes = Float64Array.from({ length: hidden * width }, () => drawNormal(random));
  const places = Float64Array.from({ length: count * hidden }, () => drawNormal(random));
  const rows = Float32Array.from({ length: count * width }, (_, index) => {
    const [row, column] = [Math.floor(index / width), index % width];
    let value = 5;
    for (let at = 0; at < hidden; at += 1) {
      value += places[row * hidden + at]! * axes[at * width + column]!;
    }
    return value;
  });
  const distance = (of: Float32Array, columns: number, a: number, b: number) =>
    Math.sqrt(
      Array.from({ length: columns }, (_, at) => at).reduce(
        (sum, at) => sum + (of[a * columns + at]! - of[b * columns + at]!) ** 2,
        0,
      ),
    );
  const before = rows.slice();
  const reduced = principalComponents(rows, width, hidden, random);
  expect(reduced).toHaveLength(count * hidden);
  for (let a = 0; a < count; a += 1) {
    for (let b = 0; b < a; b += 1) {
      expect(distance(reduced, hidden, a, b)).toBeCloseTo(distance(before, width, a, b), 3);
    }
  }
});

it("orders components by their share of the variance, and leaves out the rest", () => {
  // The columns are independent noise with standard deviations of 8, 4, 2, 1 and 0.5.
  const random = randomStream(4, "axes");
  const deviations = [8, 4, 2, 1, 0.5];
  const count = 4000;
  const rows = Float32Array.from({ length: count * 5 }, (_, at) => (deviations[at % 5] ?? 0) * drawNormal(random));
  const reduced = principalComponents(rows, 5, 3, random);
  for (const [component, deviation] of [8, 4, 2].entries()) {
    let square = 0;
    for (let row = 0; row < count; row += 1) square += reduced[row * 3 + component]! ** 2;
    expect(Math.abs(Math.sqrt(square / count) / deviation - 1)).toBeLessThan(0.04);
  }
});
