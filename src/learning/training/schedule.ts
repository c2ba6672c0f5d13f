import type { TrainingOptions } from "../../domain/training/training-options.ts";

/** The last step's learning rate as a share of the peak. */
const floor = 0.01;

/**
 * Learning rate of a 0-based step: a linear warm-up over `warmUp` of all steps, then half a cosine down to 1 % of the peak
 * (Loshchilov and Hutter 2017, "SGDR", without restarts; the warm-up of Goyal et al. 2017).
 */
export function learningRateAt(
  step: number,
  steps: number,
  options: Pick<TrainingOptions, "learningRate" | "warmUp">,
): number {
  const warmUpSteps = Math.round(steps * options.warmUp);
  if (step < warmUpSteps) return (options.learningRate * (step + 1)) / (warmUpSteps + 1);
  const progress = Math.min(1, (step - warmUpSteps) / Math.max(1, steps - warmUpSteps - 1));
  return options.learningRate * (floor + ((1 - floor) * (1 + Math.cos(Math.PI * progress))) / 2);
}
