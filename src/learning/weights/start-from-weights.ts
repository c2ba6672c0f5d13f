import type { NamedTensors } from "../../domain/training/checkpoint.ts";

/**
 * The network before the first step of a run that starts from weights.
 * @param fresh every tensor as the seed draws it: its head stays where the weights' own is not kept
 */
export function startFromWeights(fresh: NamedTensors, weights: NamedTensors, keepsHead: boolean): NamedTensors {
  return new Map(
    [...fresh].map(([name, drawn]) => [
      name,
      !keepsHead && name.startsWith("fc.") ? drawn : (weights.get(name) ?? drawn),
    ]),
  );
}
