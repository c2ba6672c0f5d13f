import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { Architecture, ParameterEntry } from "./architecture.ts";
import type { FrozenLayers } from "./resnet.ts";

type FreezeOptions = Pick<TrainingOptions, "freeze" | "freezeBatchNorm">;

const lastStageName = ({ stages }: Architecture) => `layer${stages.length}.`;

/** The table with what `options` keep as it is marked `frozen`; the heads never are. */
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

/** The same as the graph needs it: the stages before the first learnt one, and how batches are normalised. */
export function frozenLayers({ stages }: Architecture, { freeze, freezeBatchNorm }: FreezeOptions): FrozenLayers {
  const count = freeze === "backbone" ? stages.length : freeze === "all-but-last-stage" ? stages.length - 1 : null;
  return { stages: count, batchNorm: freezeBatchNorm };
}
