import { problemError } from "../../domain/errors.ts";
import {
  augmentationRanges,
  type OptionRange,
  syntheticHelperRanges,
  trainingOptionRanges,
} from "../../domain/training/training-option-ranges.ts";
import type { TrainingOptions } from "../../domain/training/training-options.ts";

/** These options are whole numbers. All others may have decimals. */
const whole: ReadonlySet<string> = new Set<keyof TrainingOptions>([
  "epochs",
  "batchSize",
  "microBatchSize",
  "selfTrainingFolds",
  "selfTrainingRounds",
  "earlyStopping",
  "seed",
]);

function check(name: string, value: number, { min, max }: OptionRange): void {
  const isWhole = whole.has(name);
  if (value >= min && value <= max && (!isWhole || Number.isInteger(value))) return;
  throw problemError({
    tag: "OptionOutOfRange",
    subject: "Training",
    message: `The option ${name} is ${value}, which no run can be made with.`,
    remedy: `Set it to ${isWhole ? "a whole number" : "a number"} from ${min} to ${max}.`,
  });
}

/**
 * Refuses options that would cause an exception somewhere inside (no cells in a batch) or, worse, a finished run
 * that learnt nothing (a negative learning rate).
 * @throws OptionOutOfRange that names the first such option and its range.
 */
export function checkTrainingOptions(options: TrainingOptions): void {
  for (const name of Object.keys(trainingOptionRanges) as (keyof typeof trainingOptionRanges)[]) {
    check(name, options[name], trainingOptionRanges[name]);
  }
  for (const name of Object.keys(augmentationRanges) as (keyof typeof augmentationRanges)[]) {
    check(name, options.augmentation[name], augmentationRanges[name]);
  }
  for (const name of Object.keys(syntheticHelperRanges) as (keyof typeof syntheticHelperRanges)[]) {
    check(name, options.syntheticHelpers[name], syntheticHelperRanges[name]);
  }
}
