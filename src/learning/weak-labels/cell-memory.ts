import type { NamedTensor, NamedTensors } from "../../domain/training/checkpoint.ts";
import { type Architecture, contextWidth, hasContext } from "../network/architecture.ts";

/**
 * The network's last output for each training cell. The cells of a tile are one bag. However, a batch that holds the
 * cells of one tile would ruin batch normalisation, and hardly any GPU can hold all cells of a large tile at once.
 * So batches mix the cells of many tiles, and the loss of a cell looks up the other cells of its tile here. The
 * outputs are at most one epoch old and have no gradient. This applies the memory bank of Wu et al. 2018
 * ("Unsupervised Feature Learning via Non-parametric Instance Discrimination") to bags.
 */
export interface CellMemory {
  /** Number of values that a cell has in `features`. */
  readonly width: number;
  readonly classes: number;
  /** `[cells, width]`. */
  readonly features: Float32Array;
  /** `[cells, classes]`. */
  readonly logits: Float32Array;
  /** Attention scores, `[cells, classes]`. Empty if the network has no attention head. */
  readonly scores: Float32Array;
  /** `[cells]`, 1 for cells that the network has seen, and 0 for others. */
  readonly seen: Uint8Array;
}

/** The outputs of one pass, `[cells, ..]` each. `scores` is null if the network has no attention head. */
export interface CellOutcomes {
  readonly features: Float32Array;
  readonly logits: Float32Array;
  readonly scores: Float32Array | null;
}

export function openMemory(architecture: Architecture, cells: number): CellMemory {
  const { classes, heads } = architecture;
  const width = hasContext(architecture) ? contextWidth(architecture) : 0;
  return {
    width,
    classes,
    features: new Float32Array(cells * width),
    logits: new Float32Array(cells * classes),
    scores: new Float32Array(heads?.attention ? cells * classes : 0),
    seen: new Uint8Array(cells),
  };
}

/**
 * Writes the outputs of the first `count` cells of `indices` to the memory, in place.
 * @param made true for cells that a synthetic helper changed. They are skipped.
 */
export function remember(
  memory: CellMemory,
  indices: readonly number[],
  count: number,
  { features, logits, scores }: CellOutcomes,
  made: readonly boolean[] = [],
): void {
  const { width, classes } = memory;
  for (let row = 0; row < count; row += 1) {
    if (made[row] === true) continue;
    const cell = indices[row]!;
    if (width > 0) memory.features.set(features.subarray(row * width, (row + 1) * width), cell * width);
    memory.logits.set(logits.subarray(row * classes, (row + 1) * classes), cell * classes);
    if (scores !== null && memory.scores.length > 0) {
      memory.scores.set(scores.subarray(row * classes, (row + 1) * classes), cell * classes);
    }
    memory.seen[cell] = 1;
  }
}

const prefix = "memory.";

/** Copies the memory to tensors of a checkpoint. */
export function memoryTensors(memory: CellMemory): [string, NamedTensor][] {
  const cells = memory.seen.length;
  const rows = (values: Float32Array): NamedTensor => ({
    shape: [cells, cells === 0 ? 0 : values.length / cells],
    values: values.slice(),
  });
  return [
    [`${prefix}features`, rows(memory.features)],
    [`${prefix}logits`, rows(memory.logits)],
    [`${prefix}scores`, rows(memory.scores)],
    [`${prefix}seen`, { shape: [cells], values: Float32Array.from(memory.seen) }],
  ];
}

/**
 * Fills an empty memory from a checkpoint. If the number of cells differs from the checkpoint (for instance because a
 * tile was removed), the memory stays empty and fills again within an epoch.
 */
export function restoreMemory(memory: CellMemory, tensors: NamedTensors): void {
  const parts = ["features", "logits", "scores", "seen"] as const;
  if (parts.some((part) => tensors.get(prefix + part)?.values.length !== memory[part].length)) return;
  for (const part of parts) memory[part].set(tensors.get(prefix + part)!.values);
}
