import { describe, expect, it } from "vitest";
import { architectureFor } from "../../../../src/learning/network/architecture.ts";
import { initialise } from "../../../../src/learning/network/initialise.ts";

describe("initialise", () => {
  const architecture = { ...architectureFor("tiny", 4, 3), width: 32, stages: [1, 2] };
  const tensors = initialise(architecture, 5, [0.5, 0.1, 0]);
  const valuesOf = (name: string) => [...(tensors.get(name)?.values ?? [])];

  it("gives convolutions the deviation of He et al.", () => {
    const values = valuesOf("layer1.0.conv1.weight");
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(variance / (2 / (32 * 9))).toBeGreaterThan(0.96);
    expect(variance / (2 / (32 * 9))).toBeLessThan(1.04);
  });

  it("starts the head's bias at the frequencies of the classes", () => {
    const probabilities = valuesOf("fc.bias").map((logit) => 1 / (1 + Math.exp(-logit)));
    expect(probabilities[0]).toBeCloseTo(0.5, 6);
    expect(probabilities[1]).toBeCloseTo(0.1, 6);
    expect(probabilities[2]).toBeCloseTo(0.01, 6);
  });

  it("starts each block as the identity", () => {
    expect(new Set(valuesOf("layer2.1.bn2.weight"))).toEqual(new Set([0]));
    expect(new Set(valuesOf("layer2.1.bn1.weight"))).toEqual(new Set([1]));
    expect(new Set(valuesOf("bn1.running_var"))).toEqual(new Set([1]));
    expect(new Set(valuesOf("bn1.running_mean"))).toEqual(new Set([0]));
  });

  it("depends on the seed, tensor by tensor", () => {
    const again = initialise(architecture, 5, [0.5, 0.1, 0]);
    expect(again).toEqual(tensors);
    const other = initialise(architecture, 6, [0.5, 0.1, 0]);
    expect(other.get("conv1.weight")).not.toEqual(tensors.get("conv1.weight"));
    const moreClasses = initialise({ ...architecture, classes: 9 }, 5, []);
    expect(moreClasses.get("layer2.1.conv2.weight")).toEqual(tensors.get("layer2.1.conv2.weight"));
  });
});
