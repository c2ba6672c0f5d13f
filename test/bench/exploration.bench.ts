import { expect, it } from "vitest";
import { layOutMap } from "../../src/exploration/lay-out-map.ts";
import { randomStream } from "../../src/learning/random.ts";

/** Prints the processor seconds of each part of the largest map. Other load on the machine hardly changes them. */
it.each([
  [10_000, 32],
  [10_000, 512],
])("lays out %i cells with %i features", (count, width) => {
  const random = randomStream(1, "bench");
  const rows = Float32Array.from({ length: count * width }, (_, at) => {
    const group = Math.floor(at / width) % 12;
    return Math.max(0, random() - 0.5 + ((at % width) % 12 === group ? 0.8 : 0));
  });
  const seconds = () => process.cpuUsage().user / 1e6;
  const started = seconds();
  const reached: Record<string, number> = {};
  const positions = layOutMap(rows, width, random, ({ stage }) => {
    reached[stage] ??= seconds() - started;
  });
  const [compare = 0, arrange = 0, all] = [reached["compare"], reached["arrange"], seconds() - started];
  const parts = [compare, arrange - compare, all - arrange].map((part) => part.toFixed(1));
  console.log(
    `${count} cells, ${width} features: components ${parts[0]} s, exact neighbours ${parts[1]} s, arranging ${parts[2]} s`,
  );
  expect(positions.every(Number.isFinite)).toBe(true);
});
