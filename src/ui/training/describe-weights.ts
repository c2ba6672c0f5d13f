import type { StartingWeights } from "../../domain/training/starting-weights.ts";
import type { UsedWeights } from "../../domain/training/weights-source.ts";
import { backboneNames } from "../format/backbone-names.ts";
import { formatBytes } from "../format/format-bytes.ts";

const stemWords = {
  same: "Its stem takes the four channels already.",
  widened:
    "Its stem for red, green and blue was widened: yellow gets the mean of the three, all four are multiplied by 3/4, and the normalisation of the colours is folded in.",
};

/** Describes in a few sentences what a file of weights holds and how a run will use it. */
export function describeWeights(weights: StartingWeights, headFits: boolean): string {
  const { backbone, bytes, stem, head, sha256, ignored } = weights;
  const headWords =
    head === null
      ? "It has no head: a new one is learnt."
      : headFits
        ? `Its head of ${head.outputs} classes is kept.`
        : `Its head tells ${head.outputs} other classes apart: a new one is learnt.`;
  const rest = ignored === 0 ? "" : ` ${ignored} other ${ignored === 1 ? "tensor is" : "tensors are"} left out.`;
  return `${backboneNames[backbone]}, ${formatBytes(bytes)} (SHA-256 ${sha256.slice(0, 12)}…). ${stemWords[stem]} ${headWords}${rest}`;
}

/** Describes in one line the weights that a run started from. */
export function describeUsedWeights({ name, stem, headReplaced, sha256 }: UsedWeights): string {
  const done = [...(stem === "widened" ? ["stem widened"] : []), ...(headReplaced ? ["head replaced"] : [])];
  return `Started from ${name} (${[...done, `SHA-256 ${sha256.slice(0, 12)}…`].join(", ")}).`;
}
