import { expect, it } from "vitest";
import { chooseNetwork } from "../../../src/segmentation/choose-network.ts";
import { mapNuclei } from "../../../src/segmentation/map-nuclei.ts";
import type { NucleusNetwork } from "../../../src/segmentation/nucleus-network.ts";
import { loadOpenCV } from "../../../src/segmentation/opencv.ts";

const [width, height, diameter] = [203, 150, 28];
const middles = [
  [40, 40],
  [67, 40],
  [140, 100],
] as const;

/** Round nuclei, two of them touching, brightest in their middles, on an uneven ground. */
function draw(): Float32Array {
  return Float32Array.from({ length: width * height }, (_, pixel) => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const near = Math.min(...middles.map(([cx, cy]) => Math.hypot(x - cx, y - cy)));
    return 12 + 0.02 * x + 100 * Math.max(0, Math.min(1, (diameter / 2 - near) / 3 + 0.5)) * (1 - 0.01 * near);
  });
}

it("maps what is nucleus, deepest in the middles and shallow along a seam", async () => {
  const opencv = await loadOpenCV();
  const network = chooseNetwork(diameter, width, height) as NucleusNetwork;
  const { stained, depth } = mapNuclei(opencv, network, { width, height, values: draw() }, diameter);
  expect([stained.length, depth.length]).toEqual([width * height, width * height]);
  const at = (values: Float32Array, x: number, y: number) => values[y * width + x] as number;
  for (const [x, y] of middles) {
    expect(at(stained, x, y)).toBeGreaterThan(0.8);
    expect(at(depth, x, y)).toBeGreaterThan(0.5);
  }
  expect(at(stained, 100, 100)).toBeLessThan(0.2);
  expect(at(stained, 190, 20)).toBeLessThan(0.2);
  // The two nuclei that touch: their seam lies at x = 53.5.
  expect(at(depth, 53, 40)).toBeLessThan(0.7 * Math.min(at(depth, 40, 40), at(depth, 67, 40)));
});
