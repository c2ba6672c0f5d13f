import * as tf from "@tensorflow/tfjs-core";
import type { DarkOptions } from "./dark-cells.ts";
import type { FocalLossOptions } from "./focal-loss.ts";
import { inheritObjective, type Objective } from "./objective.ts";

/**
 * The objective that combines cell, image and context. The network learns from the cells and from a picture of each
 * whole tile. The labels of the picture are right, while those of a cell are a guess. Cells that show no protein are
 * found by their rank in the tile (`dark-cells.ts`). The context head is not a part of this loss. It is fitted to the
 * memory when an epoch ends (`fit-context.ts`). The final probability blends them (`blend-context.ts`), as the best
 * solutions of the Human Protein Atlas challenge combined cell and image.
 * @param dark null to rank no cells
 */
export function imageAndCellObjective(options: FocalLossOptions, dark: DarkOptions | null): Objective {
  const { cellLoss } = inheritObjective(options);
  // If few tiles are labelled `Negative`, that class has a large weight, and every cell that ranks low would get it.
  const ranked =
    dark === null
      ? cellLoss
      : inheritObjective({
          ...options,
          positiveWeights: options.positiveWeights.map((weight, label) => (label === dark.negative ? 1 : weight)),
        }).cellLoss;
  return {
    cellLoss,
    lookUp: { dark, pooling: null },
    loss: ({ logits }, { targets, mask, others }) => {
      const share = others?.dark;
      if (!share || dark === null) return ranked(logits, targets, mask);
      const classes = options.positiveWeights.length;
      return tf.tidy(() => {
        const column = tf.oneHot(tf.tensor1d([dark.negative], "int32"), classes); // [1, classes]
        const unlabelled = tf.mul(tf.sub(1, targets), column);
        const relabelled = tf.add<tf.Tensor2D>(targets, tf.mul(unlabelled, tf.expandDims(share, 1)));
        return ranked(logits, relabelled, mask);
      });
    },
  };
}
