import type * as tf from "@tensorflow/tfjs-core";
import { gatherBags, meanOfOthers, type PlacedCell } from "../batches/cell-bags.ts";
import type { InferenceRun } from "../batches/each-batch.ts";
import { contextWidth, type ExtraHeads, hasContext } from "../network/architecture.ts";
import { type ContextHead, contextLogit, downloadContextHead } from "./context-head.ts";
import { logitAtCell, mapPictures, type PictureMap } from "./map-pictures.ts";
import { blendNegative } from "./negative-probability.ts";

/** The network's output for the cells of some tiles. */
export interface SeenCells {
  readonly cells: readonly PlacedCell[];
  /** `[cells, classes]`, 0..1. */
  readonly probabilities: Float32Array;
  /** Context features, `[cells, width]`. */
  readonly features: Float32Array;
  /** The map of each tile's picture. Tiles without a picture have none. */
  readonly maps: ReadonlyMap<string, PictureMap>;
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/**
 * Mean probability of class `label` over the other cells of the tile.
 * @param tile all cells of the tile, including `cell`, at least two
 */
function meanVote(probabilities: Float32Array, tile: Int32Array, cell: number, label: number, classes: number): number {
  let sum = 0;
  for (const other of tile) if (other !== cell) sum += probabilities[other * classes + label]!;
  return sum / (tile.length - 1);
}

/**
 * Blends four probabilities of a cell and a class: p from the cell's own crop, v the mean p of the other cells of
 * its tile, c from the context head, and i from the class-activation map of the tile's picture at the cell. The
 * result is p^(1 - s - w) · (v c)^(s / 2) · i^w, with s = `contextShare` and w = `pictureShare`. A geometric mean
 * ranks the cells like the product that the best HPA solutions used, and stays a probability of the usual size.
 *
 * If a cell has no other cells in its tile, v and c are left out. If it has no picture, i is left out. The
 * probability of `Negative` stays p.
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

/** Collects the batches of an inference run and blends them at the end, when all cells of a tile are known. */
export interface Blend {
  /**
   * Reads one batch. The caller disposes the tensors.
   * @param first index of the batch's first cell in the run
   * @param count number of real cells in the batch
   * @param probabilities `[batch, classes]`
   * @param features `[batch, width]`
   */
  readonly take: (first: number, count: number, probabilities: tf.Tensor2D, features: tf.Tensor2D) => Promise<void>;
  /**
   * Returns the probabilities, `[cells, classes]`, 0..1. If the network has a context head, `Negative` is already
   * blended with the absence of the other classes (`blendNegative`). Reads the pictures of the tiles if they have a
   * share.
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
        // Uses the probabilities before the context changed them, because only the cell itself shows whether it is
        // dark.
        blendNegative(probabilities, classes, negative);
        for (let at = negative; at < blended.length; at += classes) blended[at] = probabilities[at]!;
      }
      return blended;
    },
  };
}
