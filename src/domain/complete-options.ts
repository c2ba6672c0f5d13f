import { defaultTrainingOptions, type ModelManifest, type TrainingOptions, type TrainingRun } from "./training.ts";

/*
 * Runs, manifests and checkpoints that an earlier version wrote lack the options that came since. Whatever reads one
 * completes it, so that everything behind the reader may count on every option.
 */

/** What runs did before an option was there, where that is not today's default: their account must stay true. */
const before: Partial<TrainingOptions> = { objective: "inherit" };

/** Options as they were stored, by this version or an earlier one, with every option that there is today. */
export function completeOptions(stored: Partial<TrainingOptions>): TrainingOptions {
  return fill({ ...defaultTrainingOptions, ...before }, stored);
}

/** The same for a model's manifest. */
export function completeManifest(stored: ModelManifest): ModelManifest {
  return { ...stored, options: completeOptions(stored.options) };
}

/** The same for a run. */
export function completeRun(stored: TrainingRun): TrainingRun {
  return { ...stored, options: completeOptions(stored.options) };
}

/** `values` over `defaults`, group by group (`augmentation` ...); a list is one value. */
function fill<T extends object>(defaults: T, values: Partial<T>): T {
  const filled: Record<string, unknown> = { ...defaults, ...values };
  for (const [name, value] of Object.entries(defaults)) {
    const own = (values as Record<string, unknown>)[name];
    if (own === undefined) filled[name] = value;
    else if (isGroup(value) && isGroup(own)) filled[name] = fill(value, own);
  }
  return filled as T;
}

function isGroup(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
