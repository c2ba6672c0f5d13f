import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { chooseNetwork } from "../../../src/segmentation/choose-network.ts";
import {
  type NucleusNetwork,
  readNucleusNetwork,
  runNucleusNetwork,
} from "../../../src/segmentation/nucleus-network.ts";

/** Made by test/golden/segmentation-network.py. */
const golden = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../../golden/segmentation-network.json"), "utf8"),
) as { width: number; height: number; logits: number[][] };

it("gives PyTorch's logits", () => {
  const { width, height, logits } = golden;
  const network = chooseNetwork(40, 200, 200) as NucleusNetwork;
  const plane = (value: (x: number, y: number) => number) =>
    Float32Array.from({ length: width * height }, (_, pixel) => value(pixel % width, Math.floor(pixel / width)));
  const planes = [plane((x, y) => Math.sin(0.7 * x) * Math.cos(0.5 * y)), plane((x, y) => Math.sin(0.3 * x + 0.9 * y))];
  const found = runNucleusNetwork(network, { width, height, planes });
  expect([found.width, found.height, found.planes.length]).toEqual([width, height, 2]);
  found.planes.forEach((values, output) => {
    values.forEach((value, pixel) => {
      expect(value).toBeCloseTo(logits[output]?.[pixel] as number, 3);
    });
  });
});

it("refuses weights of another network", () => {
  expect(() => readNucleusNetwork(new Float32Array(39_505))).toThrow(/39506 weights, not 39505/);
});

it("is taken for small nuclei only, and where it does not take long", () => {
  expect(chooseNetwork(30, 696, 520)).not.toBeNull();
  expect(chooseNetwork(80, 696, 520)).toBeNull();
  expect(chooseNetwork(20, 2048, 2048)).toBeNull();
});
