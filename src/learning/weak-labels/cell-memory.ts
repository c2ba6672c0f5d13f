import type { NamedTensor, NamedTensors } from "../../domain/training/checkpoint.ts";
import { type Architecture, contextWidth, hasContext } from "../network/architecture.ts";

/**
 * What the network said of each training cell when it saw it last. A tile's cells are one bag, but a batch of one tile's cells
 * would ruin batch normalisation and hardly any GPU holds a large tile's cells at once. So batches stay mixed, and whatever a
 * cell's loss needs of its tile's other cells is looked up here: it is at most one epoch old and carries no gradient. (The
 * memory bank of Wu et al. 2018, "Unsupervised Feature Learning via Non-parametric Instance Discrimination", for bags.)
 */
export interface CellMemory {
  /** Numbers a cell in `features`. */
  readonly width: number;
  readonly classes: number;
  /** `[cells, width]`. */
  readonly features: Float32Array;
  /** `[cells, classes]`. */
  readonly logits: Float32Array;
  /** `[cells, classes]`, attention scores; empty where the network has none. */
  readonly scores: Float32Array;
  /** `[cells]`, 1 for those that were seen. */
  readonly seen: Uint8Array;
}

/** What one pass says of some cells, `[cells, ..]` each; `scores` is null where the network has no attention. */
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

/** Writes what was said of the first `count` of `indices` that were shown as they are, in place. */
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

/** The memory as tensors of a checkpoint, copied. */
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
 * Fills an opened memory from a checkpoint. Where the cells are no longer those of the checkpoint (a tile was removed) it stays
 * empty, and fills again within an epoch.
 */
export function restoreMemory(memory: CellMemory, tensors: NamedTensors): void {
  const parts = ["features", "logits", "scores", "seen"] as const;
  if (parts.some((part) => tensors.get(prefix + part)?.values.length !== memory[part].length)) return;
  for (const part of parts) memory[part].set(tensors.get(prefix + part)!.values);
}
