import type { BackbonePreset } from "./training-options.ts";
import type { WeightsSource } from "./weights-source.ts";

/** Weights from a file that a run can start from. The user chooses from a list of these. */
export interface StartingWeights extends WeightsSource {
  /** Names these weights in storage and in `TrainingOptions.initialWeights`. */
  readonly id: string;
  /** Size of the file as it came, in bytes. */
  readonly bytes: number;
  /** When the file was added, ISO 8601. */
  readonly addedAt: string;
  /** The network that these weights belong to. */
  readonly backbone: BackbonePreset;
  /**
   * The head in the file: the number of its outputs, and their names in order. `names` is null when the file does
   * not give names; `head` is null when the file has no head.
   */
  readonly head: { readonly outputs: number; readonly names: readonly string[] | null } | null;
  /**
   * Number of tensors in the file that the network does not use, for instance the optimiser's
   * or those of other heads.
   */
  readonly ignored: number;
}

/**
 * Whether a run can keep the head of these weights for its classes. The head must have one output for each class,
 * and its names must be the same when the file gives names. Outputs without names are assumed to be in the order of
 * the class list, because HPA's order is fixed.
 */
export function headFits(head: StartingWeights["head"], classNames: readonly string[]): boolean {
  if (head === null || head.outputs !== classNames.length) return false;
  return head.names === null || head.names.every((name, index) => name === classNames[index]);
}

/**
 * Whether a file with this name is taken as weights. Files of torch.save are included, so that a problem can say
 * why they are not read.
 */
export function isWeightsFile(name: string): boolean {
  return /\.(?:safetensors|h5|hdf5|pth|pt)$/i.test(name);
}
