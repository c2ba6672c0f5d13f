import * as tf from "@tensorflow/tfjs-core";
import { contextLogits } from "./cell-context.ts";
import { gradientOnly } from "./change-gradient.ts";
import type { FocalLossOptions } from "./focal-loss.ts";
import { inheritObjective, type Objective } from "./objective.ts";

/**
 * Cell and context, each held against the labels by its own loss: the first head sees the cell's crop, the second the
 * features of the other cells of its tile. The second one's gradient ends at its own weights, since others' features come from
 * the memory; the network is the one that `inherit` learns, and what is gained is gained by combining the two
 * (`blendContext`). The curve shows the cells' own loss, as the second head begins an epoch later and would make it jump.
 */
export function imageAndCellObjective(options: FocalLossOptions): Objective {
  const { cellLoss } = inheritObjective(options);
  return {
    cellLoss,
    lookUp: { surroundings: true, pooling: null },
    loss: ({ logits, parameters }, { targets, mask, others }) => {
      const surroundings = others?.surroundings;
      if (!others || !surroundings) return cellLoss(logits, targets, mask);
      return tf.tidy(() =>
        tf.add<tf.Scalar>(
          cellLoss(logits, targets, mask),
          gradientOnly(cellLoss(contextLogits(parameters, surroundings), targets, tf.mul(mask, others.known))),
        ),
      );
    },
  };
}
