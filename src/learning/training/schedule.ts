import type { TrainingOptions } from "../../domain/training/training-options.ts";

/** Learning rate of the last step, as a share of the peak. */
const floor = 0.01;

/**
 * The learning rate of a step. It rises linearly over the share `warmUp` of all steps (Goyal et al. 2017), and then
 * falls along half a cosine to 1 % of the peak (Loshchilov and Hutter 2017, "SGDR", without restarts).
 * @param step 0 for the first step
 * @param steps number of steps of the whole run
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
