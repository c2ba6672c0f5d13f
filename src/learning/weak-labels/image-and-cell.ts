import * as tf from "@tensorflow/tfjs-core";
import type { DarkOptions } from "./dark-cells.ts";
import type { FocalLossOptions } from "./focal-loss.ts";
import { inheritObjective, type Objective } from "./objective.ts";

/**
 * Cell, image and context. The network learns from the cells and from the picture of each whole tile, whose labels are right where
 * a cell's are a guess; cells that show nothing are told by their rank in the tile (`dark-cells.ts`). What surrounds a cell has a
 * head of its own, which is no part of this loss: it is fitted to the memory when an epoch ends (`fit-context.ts`). The
 * final probability joins them (`blend-context.ts`), as the best solutions of the Human Protein Atlas challenge joined cell and image.
 * @param dark null for no such ranking
 */
export function imageAndCellObjective(options: FocalLossOptions, dark: DarkOptions | null): Objective {
  const { cellLoss } = inheritObjective(options);
  // A few tiles of dark cells would otherwise lend their class's large weight to every cell that ranks low.
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
