import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { Architecture, ParameterEntry } from "./architecture.ts";
import type { FrozenLayers } from "./resnet.ts";

type FreezeOptions = Pick<TrainingOptions, "freeze" | "freezeBatchNorm">;

const lastStageName = ({ stages }: Architecture) => `layer${stages.length}.`;

/**
 * Marks those entries of the table `frozen` that the option `freeze` excludes from training. The heads are never
 * frozen.
 */
export function freezeParameters(
  table: readonly ParameterEntry[],
  architecture: Architecture,
  { freeze }: Pick<FreezeOptions, "freeze">,
): ParameterEntry[] {
  const heads = ["fc.", "context.", "attention."];
  const learnt =
    freeze === "backbone" ? heads : freeze === "all-but-last-stage" ? [...heads, lastStageName(architecture)] : [""];
  return table.map((entry) =>
    learnt.some((prefix) => entry.name.startsWith(prefix)) ? entry : { ...entry, frozen: true },
  );
}

/**
 * The same options in the form that the graph needs: the number of stages before the first learnt one, and how
 * batches are normalised.
 */
export function frozenLayers({ stages }: Architecture, { freeze, freezeBatchNorm }: FreezeOptions): FrozenLayers {
  const count = freeze === "backbone" ? stages.length : freeze === "all-but-last-stage" ? stages.length - 1 : null;
  return { stages: count, batchNorm: freezeBatchNorm };
}
