import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { TrainingRun } from "../../domain/training/training-run.ts";

/** One option over several runs. */
export interface OptionRow {
  /** As in the options' type, for instance `augmentation.flips`. */
  readonly path: string;
  /** As the options' type names it, in words: `learningRate` is "Learning rate". */
  readonly name: string;
  /** One a run, in their order; an em dash where it has none. */
  readonly values: readonly string[];
}

/** "Batch size" of `batchSize`; of an option in a group, `augmentation.flips`, "Augmentation: flips". */
function inWords(path: string): string {
  const words = path
    .replaceAll(/([A-Z])/g, " $1")
    .toLowerCase()
    .replaceAll(".", ": ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function valueInWords(value: unknown): string {
  if (value === undefined || value === null) return "—";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
}

/** Options by their path, those of groups too. */
function flatten(options: object, prefix = ""): [string, unknown][] {
  return Object.entries(options).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? flatten(value, `${prefix}${name}.`)
      : [[`${prefix}${name}`, value] as [string, unknown]],
  );
}

/** The options in which the runs are not all alike, in the order of the options' type. */
export function differingOptions(options: readonly TrainingOptions[]): readonly OptionRow[] {
  const flat = options.map((one) => new Map(flatten(one)));
  const paths = [...new Set(flat.flatMap((one) => [...one.keys()]))];
  return paths
    .map((path) => ({ path, name: inWords(path), values: flat.map((one) => valueInWords(one.get(path))) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** Bytes of its checkpoints; the best and the last may be one file. */
export function storedBytes({ checkpoints: { best, last } }: Pick<TrainingRun, "checkpoints">): number {
  const files = new Map([best, last].flatMap((checkpoint) => (checkpoint ? [[checkpoint.id, checkpoint.bytes]] : [])));
  return [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
}
