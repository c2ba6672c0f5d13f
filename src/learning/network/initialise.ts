import type { NamedTensor, NamedTensors } from "../../domain/training/checkpoint.ts";
import { drawNormal, randomStream } from "../random.ts";
import type { Architecture, ParameterEntry } from "./architecture.ts";
import { parameterTable } from "./architecture.ts";

/** Bound on the prior of a class at the start, `rarest`..1 - `rarest`, so that its logit can still move. */
const rarest = 0.01;
/**
 * Standard deviation of the head's weights, as in RetinaNet's head (Lin et al. 2017). It is small, so that the
 * priors decide the first predictions.
 */
const headDeviation = 0.01;

function initialValue(entry: ParameterEntry, seed: number, frequencies: readonly number[]): Float32Array {
  const size = entry.shape.reduce((product, side) => product * side, 1);
  const values = new Float32Array(size);
  // Each name has its own stream, so that another head or another depth does not change the other tensors.
  const random = randomStream(seed, "initialise", entry.name);
  switch (entry.role) {
    case "convolution": {
      const [output = 1, , height = 1, width = 1] = entry.shape;
      const deviation = Math.sqrt(2 / (output * height * width));
      return values.map(() => drawNormal(random) * deviation);
    }
    case "projection":
      // This scale preserves lengths and distances on average (Johnson and Lindenstrauss 1984).
      return values.map(() => drawNormal(random) / Math.sqrt(entry.shape[0] ?? 1));
    case "dense":
      return values.map(() => drawNormal(random) * headDeviation);
    case "bias":
      return values.map((_, index) => {
        const prior = Math.min(1 - rarest, Math.max(rarest, frequencies[index] ?? rarest));
        return Math.log(prior / (1 - prior));
      });
    case "scale":
      return values.fill(entry.closesBlock ? 0 : 1);
    case "running-variance":
      return values.fill(1);
    case "shift":
    case "fitted":
    case "running-mean":
      return values;
  }
}

/**
 * Draws the tensors of the network before its first step. Convolutions are drawn as in He et al. 2015 (normal, fan
 * out, as in torchvision). The scale of each block's last normalisation is 0. The head's bias is the logit of each
 * class's frequency (Lin et al. 2017), so that the first loss is small and the network does not unlearn rare classes
 * in the first steps.
 * @param frequencies `[classes]`, share of training cells with each class, 0..1
 * @returns every tensor of `parameterTable`, in torch's layout
 */
export function initialise(architecture: Architecture, seed: number, frequencies: readonly number[]): NamedTensors {
  return new Map<string, NamedTensor>(
    parameterTable(architecture).map((entry) => [
      entry.name,
      { shape: entry.shape, values: initialValue(entry, seed, frequencies) },
    ]),
  );
}
