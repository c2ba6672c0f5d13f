import { describe, expect, it } from "vitest";
import { type Exposure, exposePlane } from "../../../src/sample/expose-plane.ts";
import { seededRandom } from "../../../src/sample/seeded-random.ts";

const side = 200;
const even: Exposure = { bitDepth: 16, blur: 0.5, photons: 200, vignette: 0, gradient: 0, gradientAngle: 0 };

function expose(level: number, changes: Partial<Exposure> = {}) {
  return exposePlane(new Float32Array(side * side).fill(level), side, side, { ...even, ...changes }, seededRandom(3));
}

function moments(values: ArrayLike<number>): { mean: number; variance: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return { mean, variance: list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length };
}

function meanOf(samples: ArrayLike<number>, left: number, top: number): number {
  let sum = 0;
  for (let y = top; y < top + 30; y += 1) for (let x = left; x < left + 30; x += 1) sum += samples[y * side + x] ?? 0;
  return sum / 900;
}

describe("exposePlane", () => {
  it.each([0.05, 0.2, 0.5])("counts photons with a variance equal to the mean (Poisson) at level %f", (level) => {
    const photons = Float64Array.from(expose(level), (sample) => (sample / 65_535) * even.photons);
    const { mean, variance } = moments(photons);
    expect(mean / (level * even.photons)).toBeCloseTo(1, 1);
    // Read noise adds (0.003 * 200)^2 = 0.36 to the variance.
    expect((variance - 0.36) / mean).toBeGreaterThan(0.9);
    expect((variance - 0.36) / mean).toBeLessThan(1.1);
  });

  it("leaves dark pixels nearly dark, and clips at full scale", () => {
    expect(moments(expose(0)).mean / 65_535).toBeLessThan(0.004);
    expect(moments(expose(5)).mean).toBe(65_535);
  });

  it("writes the bit depth asked for, with the same picture in both depths", () => {
    const [shallow, deep] = [expose(0.3, { bitDepth: 8 }), expose(0.3)];
    expect(shallow).toBeInstanceOf(Uint8Array);
    expect(deep).toBeInstanceOf(Uint16Array);
    shallow.forEach((sample, i) => {
      expect(Math.abs(sample - (deep[i] ?? 0) / 257)).toBeLessThanOrEqual(0.5 + 1 / 257);
    });
  });

  it("darkens the corners and one side", () => {
    const vignetted = expose(0.5, { vignette: 0.4 });
    expect(meanOf(vignetted, 0, 0) / meanOf(vignetted, 85, 85)).toBeLessThan(0.75);
    const tilted = expose(0.5, { gradient: 0.3 });
    expect(meanOf(tilted, 0, 85) / meanOf(tilted, 170, 85)).toBeCloseTo(0.87 / 1.13, 1);
  });
});
