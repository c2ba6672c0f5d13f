import type { NamedTensor, NamedTensors } from "../../domain/training/checkpoint.ts";
import { drawNormal, randomStream } from "../random.ts";
import type { Architecture, ParameterEntry } from "./architecture.ts";
import { parameterTable } from "./architecture.ts";

/** A class is never taken to be rarer or commoner than this at the start, so that its logit can still move. */
const rarest = 0.01;
/** Standard deviation of the head's weights, as for RetinaNet's head (Lin et al. 2017): the priors rule at first. */
const headDeviation = 0.01;

function initialValue(entry: ParameterEntry, seed: number, frequencies: readonly number[]): Float32Array {
  const size = entry.shape.reduce((product, side) => product * side, 1);
  const values = new Float32Array(size);
  // A stream for each name: another head or another depth leaves the other tensors as they were.
  const random = randomStream(seed, "initialise", entry.name);
  switch (entry.role) {
    case "convolution": {
      const [output = 1, , height = 1, width = 1] = entry.shape;
      const deviation = Math.sqrt(2 / (output * height * width));
      return values.map(() => drawNormal(random) * deviation);
    }
    case "projection":
      // Keeps lengths and distances on average (Johnson and Lindenstrauss 1984).
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
 * The network before its first step: convolutions by He et al. 2015 (normal, fan out, as in torchvision), the last
 * normalisation of each block at 0, the head's bias at the logit of each class's frequency (Lin et al. 2017), so that the
 * first loss is small and rare classes are not first unlearnt.
 * @param frequencies share of training cells with each class, 0..1.
 */
export function initialise(architecture: Architecture, seed: number, frequencies: readonly number[]): NamedTensors {
  return new Map<string, NamedTensor>(
    parameterTable(architecture).map((entry) => [
      entry.name,
      { shape: entry.shape, values: initialValue(entry, seed, frequencies) },
    ]),
  );
}
