import type { NamedTensors } from "../../domain/training/checkpoint.ts";

/**
 * Converts a stem for three colours to one for the four channels of a crop.
 *
 * The channels of a crop are red (microtubules), green (protein), blue (nucleus), yellow (endoplasmic reticulum),
 * 0..1 each. A stem for three colours keeps its red, green and blue weights for the first three channels. Yellow,
 * which the eye sees as red and green, gets the mean of all three weights. All weights are scaled by 3/4, so that a
 * pixel with the same brightness in all channels gives the same response as before.
 *
 * Networks for colour photographs expect (x - mean) / deviation, but crops are not normalised. So mean and deviation
 * are folded into the network. The weights are divided by the deviation, and the amount that the mean adds to each
 * output is added to the running mean of the first normalisation. Only the outermost 3 px differ, where the padding
 * is black instead of the photographs' mean.
 */

/** Mean and deviation of each colour (red, green, blue), for values in 0..1. */
export interface InputNormalisation {
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

/** The normalisation that torchvision's and timm's networks were trained with. */
export const imageNetNormalisation: InputNormalisation = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
};

/**
 * Widens the stem of a network for colours.
 * @param tensors must contain `conv1.weight`, `[out, 3, height, width]` in the order red, green, blue, and
 * `bn1.running_mean`
 * @returns the same tensors, but with a stem for four channels that takes crops without normalisation
 */
export function widenStem(tensors: NamedTensors, { mean, deviation }: InputNormalisation): NamedTensors {
  const stem = tensors.get("conv1.weight")!;
  const centre = tensors.get("bn1.running_mean")!;
  const [outputs = 0, , height = 0, width = 0] = stem.shape;
  const area = height * width;
  const widened = new Float32Array(outputs * 4 * area);
  const moved = centre.values.slice();
  for (let output = 0; output < outputs; output += 1) {
    let shift = 0;
    for (let pixel = 0; pixel < area; pixel += 1) {
      let sum = 0;
      for (let colour = 0; colour < 3; colour += 1) {
        const weight = stem.values[(output * 3 + colour) * area + pixel]! / deviation[colour]!;
        widened[(output * 4 + colour) * area + pixel] = 0.75 * weight;
        sum += weight;
        shift += weight * mean[colour]!;
      }
      widened[(output * 4 + 3) * area + pixel] = 0.25 * sum;
    }
    moved[output]! += shift;
  }
  return new Map([
    ...tensors,
    ["conv1.weight", { shape: [outputs, 4, height, width], values: widened }],
    ["bn1.running_mean", { shape: centre.shape, values: moved }],
  ]);
}
