import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { TrainingRun } from "../../domain/training/training-run.ts";

/** The values of one option in several runs. */
export interface OptionRow {
  /** Where the option is in the options' type, for instance `augmentation.flips`. */
  readonly path: string;
  /** The name in words. `learningRate` is "Learning rate". */
  readonly name: string;
  /** One value per run, in the order of the runs. An em dash means that the run has no value. */
  readonly values: readonly string[];
}

/** Makes "Batch size" from `batchSize`, and "Augmentation: flips" from the path of a group, `augmentation.flips`. */
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

/** Lists all options with their paths. It includes the options in groups. */
function flatten(options: object, prefix = ""): [string, unknown][] {
  return Object.entries(options).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? flatten(value, `${prefix}${name}.`)
      : [[`${prefix}${name}`, value] as [string, unknown]],
  );
}

/** Returns the options in which the runs differ, in the order of the options' type. */
export function differingOptions(options: readonly TrainingOptions[]): readonly OptionRow[] {
  const flat = options.map((one) => new Map(flatten(one)));
  const paths = [...new Set(flat.flatMap((one) => [...one.keys()]))];
  return paths
    .map((path) => ({ path, name: inWords(path), values: flat.map((one) => valueInWords(one.get(path))) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** Returns the bytes of a run's checkpoints. The best and the last checkpoint may be one file, which counts once. */
export function storedBytes({ checkpoints: { best, last } }: Pick<TrainingRun, "checkpoints">): number {
  const files = new Map([best, last].flatMap((checkpoint) => (checkpoint ? [[checkpoint.id, checkpoint.bytes]] : [])));
  return [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
}
