import type { NamedTensors } from "../../domain/training/checkpoint.ts";

/**
 * Returns the network before the first step of a run that starts from given weights.
 * @param fresh every tensor as the seed draws it
 * @param keepsHead true to use the head of the weights, and false to use the drawn head
 */
export function startFromWeights(fresh: NamedTensors, weights: NamedTensors, keepsHead: boolean): NamedTensors {
  return new Map(
    [...fresh].map(([name, drawn]) => [
      name,
      !keepsHead && name.startsWith("fc.") ? drawn : (weights.get(name) ?? drawn),
    ]),
  );
}
