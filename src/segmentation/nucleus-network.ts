import { type Convolution, convolve, doubleBeside, type Features, halve } from "./convolve.ts";

/**
 * A small U-Net (Ronneberger et al. 2015) of four levels with 8, 16, 24 and 32 channels that maps nuclei: what is nucleus,
 * and how deep within its own nucleus a pixel lies. Trained by `docs/nucleus-network/train.py`; its data sheet stands beside.
 */
export interface NucleusNetwork {
  /** 3 x 3 convolutions in the order they run. */
  readonly convolutions: readonly Convolution[];
  /** The 1 x 1 convolution at the end: `[outputs, inputs]` weights, then a bias an output. */
  readonly head: Float32Array;
}

const shapes: readonly (readonly [outputs: number, inputs: number])[] = [
  [8, 2],
  [8, 8],
  [16, 8],
  [16, 16],
  [24, 16],
  [24, 24],
  [32, 24],
  [24, 56],
  [16, 40],
  [8, 24],
];
const headInputs = 8;
const headOutputs = 2;

/** Width and height that the network takes are multiples of this: it halves them three times. */
export const networkMultiple = 8;

/**
 * @param values as the training script writes them: of each convolution its weights, then its biases; then the head.
 * @throws RangeError for another number of values.
 */
export function readNucleusNetwork(values: Float32Array): NucleusNetwork {
  let at = 0;
  const take = (length: number): Float32Array => {
    at += length;
    return values.subarray(at - length, at);
  };
  const convolutions = shapes.map(([outputs, inputs]) => ({
    weights: take(outputs * inputs * 9),
    bias: take(outputs),
  }));
  const head = take(headOutputs * headInputs + headOutputs);
  if (at !== values.length) throw new RangeError(`The network has ${at} weights, not ${values.length}.`);
  return { convolutions, head };
}

/**
 * @param input two planes; width and height multiples of {@link networkMultiple}.
 * @returns two planes of logits, of the same size: nucleus, depth.
 */
export function runNucleusNetwork({ convolutions, head }: NucleusNetwork, input: Features): Features {
  const layer = (index: number, features: Features) => convolve(features, convolutions[index] as Convolution);
  const fine = layer(1, layer(0, input)); // [8, height, width]
  const middle = layer(3, layer(2, halve(fine))); // [16, height / 2, width / 2]
  const coarse = layer(5, layer(4, halve(middle))); // [24, height / 4, width / 4]
  const deepest = layer(6, halve(coarse)); // [32, height / 8, width / 8]
  const back = layer(8, doubleBeside(layer(7, doubleBeside(deepest, coarse)), middle)); // [16, height / 2, width / 2]
  const { planes, ...size } = layer(9, doubleBeside(back, fine)); // [8, height, width]
  const logits = Array.from({ length: headOutputs }, (_, output) => {
    const out = new Float32Array(size.width * size.height).fill(head[headOutputs * headInputs + output] as number);
    planes.forEach((plane, index) => {
      const weight = head[output * headInputs + index] as number;
      for (let pixel = 0; pixel < out.length; pixel++)
        out[pixel] = (out[pixel] as number) + weight * (plane[pixel] as number);
    });
    return out;
  });
  return { ...size, planes: logits };
}
