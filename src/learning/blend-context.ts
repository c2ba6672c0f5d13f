import type * as tf from "@tensorflow/tfjs-core";
import { contextWidth, hasContext } from "./architecture.ts";
import { gatherBags, meanOfOthers, type PlacedCell } from "./cell-bags.ts";
import type { InferenceRun } from "./each-batch.ts";
import { blendNegative } from "./negative-probability.ts";
import { downloadParameters } from "./parameters.ts";

/** The second head as plain numbers: a few thousand, for which a GPU is not worth the way. */
export interface ContextHead {
  /** `[classes, 2 * width]`. */
  readonly weight: Float32Array;
  /** `[classes]`. */
  readonly bias: Float32Array;
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/**
 * Joins what the network says of a cell with what the second head says of its surroundings: p_cell^(1 - share) · p_context^share.
 * At ½ that is the geometric mean, which orders the cells as the product does that served the best HPA solutions, and stays a
 * probability of usual size. A cell that is alone in its tile keeps its own, and so does every cell for `Negative`.
 * @param probabilities `[cells, classes]`, 0..1; changed in place
 * @param features `[cells, width]`
 * @param share 0..1
 * @param negative the class's index; null for none
 */
export function blendContext(
  probabilities: Float32Array,
  features: Float32Array,
  cells: readonly PlacedCell[],
  { weight, bias }: ContextHead,
  share: number,
  negative: number | null,
): void {
  const classes = bias.length;
  const width = weight.length / classes / 2;
  const bags = gatherBags(cells);
  const known = new Uint8Array(cells.length).fill(1);
  const surroundings = new Float32Array(2 * width);
  for (let cell = 0; cell < cells.length; cell += 1) {
    if (!meanOfOthers(bags, cell, features, width, known, surroundings)) continue;
    for (let label = 0; label < classes; label += 1) {
      if (label === negative) continue;
      let logit = bias[label] as number;
      for (let index = 0; index < 2 * width; index += 1) {
        logit += (weight[label * 2 * width + index] as number) * (surroundings[index] as number);
      }
      const at = cell * classes + label;
      probabilities[at] = (probabilities[at] as number) ** (1 - share) * sigmoid(logit) ** share;
    }
  }
}

/** Gathers the batches of an inference run and joins them at the end, when all cells of a tile are known. */
export interface Blend {
  /**
   * Reads one batch; the tensors stay the caller's.
   * @param probabilities `[batch, classes]`
   * @param features `[batch, width]`
   */
  readonly take: (first: number, count: number, probabilities: tf.Tensor2D, features: tf.Tensor2D) => Promise<void>;
  /** `[cells, classes]`, 0..1; with a context head, `Negative` is blended with the absence of the others already. */
  readonly finish: () => Float32Array;
}

export async function openBlend({ architecture, parameters, examples }: InferenceRun): Promise<Blend> {
  const { classes, heads } = architecture;
  const width = hasContext(architecture) ? contextWidth(architecture) : 0;
  const probabilities = new Float32Array(examples.length * classes);
  const features = new Float32Array(examples.length * width);
  const names = new Set(width > 0 ? ["context.weight", "context.bias"] : []);
  const head = new Map(await downloadParameters(new Map([...parameters].filter(([name]) => names.has(name)))));
  const weight = head.get("context.weight")?.values;
  const bias = head.get("context.bias")?.values;
  return {
    take: async (first, count, batch, seen) => {
      const [rows, values] = await Promise.all([batch.data(), width > 0 ? seen.data() : null]);
      probabilities.set(rows.subarray(0, count * classes), first * classes);
      if (values) features.set(values.subarray(0, count * width), first * width);
    },
    finish: () => {
      if (!weight || !bias) return probabilities;
      const negative = heads?.negative ?? null;
      // Before the others change: whether a cell is dark follows from what is seen in it alone.
      blendNegative(probabilities, classes, negative);
      blendContext(probabilities, features, examples, { weight, bias }, heads?.contextShare ?? 0, negative);
      return probabilities;
    },
  };
}
