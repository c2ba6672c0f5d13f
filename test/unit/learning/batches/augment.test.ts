import { describe, expect, it } from "vitest";
import type { AugmentationOptions } from "../../../../src/domain/training/training-options.ts";
import { augmentCrop, drawChange, noChange, scaleCrop } from "../../../../src/learning/batches/augment.ts";
import { randomStream } from "../../../../src/learning/random.ts";

const off = { flips: false, rightAngles: false, rotation: 0, scale: 0, intensity: 0 };

/** Makes a crop from a drawing. Each digit times 10 is the value of every channel. */
function draw(rows: readonly string[]): Uint8Array {
  return Uint8Array.from(rows.flatMap((row) => [...row].flatMap((digit) => new Array(4).fill(Number(digit) * 10))));
}

/** Draws the red channel of an augmented crop. */
function augmented(rows: readonly string[], options: AugmentationOptions, ...keys: number[]): string {
  const size = rows.length;
  const into = new Float32Array(size * size * 4);
  augmentCrop(draw(rows), size, drawChange(options, randomStream(...keys)), into);
  const digits = Array.from({ length: size * size }, (_, pixel) =>
    Math.round((into[pixel * 4]! * 255) / 10).toString(),
  );
  return Array.from({ length: size }, (_, y) => digits.slice(y * size, (y + 1) * size).join("")).join(" ");
}

const letter = ["1234", "0000", "5000", "6000"];

describe("augmentCrop", () => {
  it("changes nothing when all options are off", () => {
    expect(augmented(letter, off, 1)).toBe(letter.join(" "));
  });

  it("shows each of the eight positions of a square with flips and right angles, without blurring", () => {
    const seen = new Set(
      Array.from({ length: 200 }, (_, seed) => augmented(letter, { ...off, flips: true, rightAngles: true }, seed)),
    );
    expect([...seen].sort()).toEqual(
      [
        "1234 0000 5000 6000",
        "4321 0000 0005 0006",
        "6000 5000 0000 1234",
        "0006 0005 0000 4321",
        "6501 0002 0003 0004",
        "1056 2000 3000 4000",
        "4000 3000 2000 1056",
        "0004 0003 0002 6501",
      ].sort(),
    );
  });

  it("turns by right angles only if that option is on", () => {
    const seen = new Set(Array.from({ length: 60 }, (_, seed) => augmented(letter, { ...off, flips: true }, seed)));
    expect(seen.size).toBe(4);
    const turned = new Set(
      Array.from({ length: 60 }, (_, seed) => augmented(letter, { ...off, rightAngles: true }, seed)),
    );
    expect(turned.size).toBe(4);
  });

  it("equals a simple bilinear sampling, for free rotation and scale", () => {
    const size = 9;
    const crop = Uint8Array.from({ length: size * size * 4 }, (_, index) => (index * 37) % 256);
    const options = { ...off, rotation: 40, scale: 0.3 };
    const into = new Float32Array(crop.length);
    augmentCrop(crop, size, drawChange(options, randomStream(4)), into);

    const random = randomStream(4);
    const angle = ((random() * 2 - 1) * 40 * Math.PI) / 180;
    const zoom = 1 + (random() * 2 - 1) * 0.3;
    const at = (x: number, y: number, channel: number) =>
      x >= 0 && x < size && y >= 0 && y < size ? crop[(y * size + x) * 4 + channel]! : 0;
    for (let y = 0; y < size; y += 1) {
      for (let x = 0; x < size; x += 1) {
        const dx = (x - 4) / zoom;
        const dy = (y - 4) / zoom;
        const sourceX = 4 + dx * Math.cos(angle) - dy * Math.sin(angle);
        const sourceY = 4 + dx * Math.sin(angle) + dy * Math.cos(angle);
        for (let channel = 0; channel < 4; channel += 1) {
          let expected = 0;
          for (let py = Math.floor(sourceY); py <= Math.floor(sourceY) + 1; py += 1) {
            for (let px = Math.floor(sourceX); px <= Math.floor(sourceX) + 1; px += 1) {
              expected += (1 - Math.abs(sourceX - px)) * (1 - Math.abs(sourceY - py)) * at(px, py, channel);
            }
          }
          expect(into[(y * size + x) * 4 + channel]).toBeCloseTo(expected / 255, 5);
        }
      }
    }
  });

  it("changes each channel's intensity within its bounds, and never past full scale", () => {
    const crop = new Uint8Array(4).fill(100);
    const factors = Array.from({ length: 300 }, (_, seed) => {
      const into = new Float32Array(4);
      augmentCrop(crop, 1, drawChange({ ...off, intensity: 0.3 }, randomStream(seed)), into);
      // Values are square-root encoded, so the intensity is the square of the value.
      return Array.from(into, (value) => (value / (100 / 255)) ** 2);
    });
    const all = factors.flat();
    expect(Math.min(...all)).toBeGreaterThan(0.699);
    expect(Math.max(...all)).toBeLessThan(1.301);
    expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(0.5);
    expect(factors.some(([red, green]) => Math.abs((red as number) - (green as number)) > 0.1)).toBe(true);
    const bright = new Float32Array(4);
    augmentCrop(new Uint8Array(4).fill(255), 1, drawChange({ ...off, intensity: 0.5 }, randomStream(2)), bright);
    expect(Math.max(...bright)).toBeLessThanOrEqual(1);
  });
});

describe("a change of green", () => {
  it.each([
    [0, [10, 5, 30, 40]],
    [1, [10, 10, 30, 40]],
    [3, [10, 20, 30, 40]],
  ])("writes channel %i as green, with green's gain, and leaves the other channels", (greenFrom, expected) => {
    const into = new Float32Array(4);
    augmentCrop(Uint8Array.of(10, 20, 30, 40), 1, { ...noChange, gains: [1, 0.5, 1, 1], greenFrom }, into);
    expect(Array.from(into, (value) => Math.round(value * 255))).toEqual(expected);
  });
});

describe("scaleCrop", () => {
  it("maps 0..255 to 0..1", () => {
    const into = new Float32Array(3);
    scaleCrop(Uint8Array.of(0, 51, 255), into);
    expect([...into].map((value) => Number(value.toFixed(6)))).toEqual([0, 0.2, 1]);
  });
});
