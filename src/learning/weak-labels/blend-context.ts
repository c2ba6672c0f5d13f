import type * as tf from "@tensorflow/tfjs-core";
import { gatherBags, meanOfOthers, type PlacedCell } from "../batches/cell-bags.ts";
import type { InferenceRun } from "../batches/each-batch.ts";
import { contextWidth, type ExtraHeads, hasContext } from "../network/architecture.ts";
import { type ContextHead, contextLogit, downloadContextHead } from "./context-head.ts";
import { logitAtCell, mapPictures, type PictureMap } from "./map-pictures.ts";
import { blendNegative } from "./negative-probability.ts";

/** What the network says of the cells of some tiles. */
export interface SeenCells {
  readonly cells: readonly PlacedCell[];
  /** `[cells, classes]`, 0..1. */
  readonly probabilities: Float32Array;
  /** `[cells, width]`. */
  readonly features: Float32Array;
  /** Of each tile, where there are pictures. */
  readonly maps: ReadonlyMap<string, PictureMap>;
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Each class's mean over the other cells of the tile. @param tile all of its cells, `cell` among them; two at least */
function meanVote(probabilities: Float32Array, tile: Int32Array, cell: number, label: number, classes: number): number {
  let sum = 0;
  for (const other of tile) if (other !== cell) sum += probabilities[other * classes + label]!;
  return sum / (tile.length - 1);
}

/**
 * Joins what is said of a cell by itself (p), by the other cells of its tile (v, their mean p), by what surrounds it (c, the second
 * head's) and by the class-activation map of the tile's picture at the cell (i): p^(1 - s - w) · (v c)^(s / 2) · i^w, with s = `contextShare` and w = `pictureShare`. A geometric
 * mean orders the cells as the product does that served the best HPA solutions, and stays a probability of usual size.
 * A cell alone in its tile goes without v and c, one without a picture without i. `Negative` is the cell's own alone.
 * @returns `[cells, classes]`, 0..1
 */
export function blendContext(
  { cells, probabilities, features, maps }: SeenCells,
  head: ContextHead,
  { contextShare, pictureShare = 0, negative = null }: Omit<ExtraHeads, "attention">,
): Float32Array {
  const classes = head.bias.length;
  const width = head.weight.length / classes / 2;
  const bags = gatherBags(cells);
  const known = new Uint8Array(cells.length).fill(1);
  const surroundings = new Float32Array(2 * width);
  const blended = probabilities.slice();
  cells.forEach((placed, cell) => {
    const context = meanOfOthers(bags, cell, features, width, known, surroundings) ? contextShare : 0;
    const map = maps.get(placed.tileId);
    for (let label = 0; label < classes; label += 1) {
      if (label === negative) continue;
      const at = cell * classes + label;
      const seen = map === undefined ? null : logitAtCell(map, placed, label);
      const picture = seen === null ? 0 : pictureShare;
      let value = probabilities[at]! ** (1 - context - picture);
      if (context > 0) {
        const vote = meanVote(probabilities, bags.members[cell]!, cell, label, classes);
        value *= (vote * sigmoid(contextLogit(head, label, surroundings))) ** (context / 2);
      }
      if (seen !== null) value *= sigmoid(seen) ** picture;
      blended[at] = value;
    }
  });
  return blended;
}

/** Gathers the batches of an inference run and joins them at the end, when all cells of a tile are known. */
export interface Blend {
  /**
   * Reads one batch; the tensors stay the caller's.
   * @param probabilities `[batch, classes]`
   * @param features `[batch, width]`
   */
  readonly take: (first: number, count: number, probabilities: tf.Tensor2D, features: tf.Tensor2D) => Promise<void>;
  /**
   * `[cells, classes]`, 0..1; with a context head, `Negative` is blended with the absence of the others already. Looks at the tiles'
   * pictures where these have a share.
   */
  readonly finish: () => Promise<Float32Array>;
}

export async function openBlend(run: InferenceRun): Promise<Blend> {
  const { architecture, parameters, examples } = run;
  const { classes, heads } = architecture;
  const width = hasContext(architecture) ? contextWidth(architecture) : 0;
  const probabilities = new Float32Array(examples.length * classes);
  const features = new Float32Array(examples.length * width);
  const head = width > 0 ? await downloadContextHead(parameters) : null;
  return {
    take: async (first, count, batch, seen) => {
      const [rows, values] = await Promise.all([batch.data(), width > 0 ? seen.data() : null]);
      probabilities.set(rows.subarray(0, count * classes), first * classes);
      if (values) features.set(values.subarray(0, count * width), first * width);
    },
    finish: async () => {
      if (head === null || heads === undefined) return probabilities;
      const looks = (heads.pictureShare ?? 0) > 0;
      const maps = await mapPictures(run, looks ? new Set(examples.map(({ tileId }) => tileId)) : []);
      const blended = blendContext({ cells: examples, probabilities, features, maps }, head, heads);
      const { negative = null } = heads;
      if (negative !== null) {
        // From what is seen in the cell alone, before the others changed it: whether it is dark is its own matter.
        blendNegative(probabilities, classes, negative);
        for (let at = negative; at < blended.length; at += classes) blended[at] = probabilities[at]!;
      }
      return blended;
    },
  };
}
