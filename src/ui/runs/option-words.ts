import type { TrainingOptions } from "../../domain/training/training-options.ts";
import { differingOptions, type OptionRow } from "../../state/derive/compare-options.ts";
import { backboneNames } from "../format/backbone-names.ts";
import { objectiveNames } from "../format/objective-names.ts";

interface Words {
  /** The label that the form gives the option. */
  readonly name: string;
  /** The form's names of values, where they differ from the values in the options. */
  readonly values?: Readonly<Record<string, string>>;
}

const objectives = Object.fromEntries(Object.entries(objectiveNames).map(([key, { name }]) => [key, name]));

/** The options whose label in the form differs from their own name in words. */
const words: Readonly<Record<string, Words>> = {
  backbone: { name: "Network", values: backboneNames },
  objective: { name: "Objective", values: objectives },
  bagPooling: { name: "Pooling", values: { "log-sum-exp": "Soft maximum", attention: "Gated attention" } },
  cellTermShare: { name: "Cell share" },
  contextShare: { name: "Context" },
  pictureShare: { name: "Picture" },
  tilePictures: { name: "Learn from whole tiles too" },
  darkByRank: { name: "Treat cells that show the labels least as negative" },
  selfTrainingFolds: { name: "Folds" },
  selfTrainingRounds: { name: "Rounds" },
  expressionRate: { name: "Label rate" },
  optimizer: { name: "Optimizer", values: { adamw: "AdamW", sgd: "SGD with momentum" } },
  microBatchSize: { name: "Micro-batch size" },
  warmUp: { name: "Warm-up share" },
  classWeighting: { name: "Give rare classes more weight" },
  initialWeights: { name: "Starting weights" },
  freeze: { name: "What is learnt" },
  freezeBatchNorm: { name: "Freeze batch statistics" },
  checkpointMinutes: { name: "Minutes between checkpoints" },
};

/** The options that are not the same in all runs, in the words of the form in which they were chosen. */
export function optionRows(options: readonly TrainingOptions[]): readonly OptionRow[] {
  return differingOptions(options).map(({ path, name, values }) => ({
    path,
    name: words[path]?.name ?? name,
    values: values.map((value) => words[path]?.values?.[value] ?? value),
  }));
}
