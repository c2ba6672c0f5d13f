import type { BackbonePreset } from "./training-options.ts";
import type { WeightsSource } from "./weights-source.ts";

/** Weights from a file, made ready for a run to start from: an entry of the list that the user chooses from. */
export interface StartingWeights extends WeightsSource {
  readonly id: string;
  readonly bytes: number;
  /** ISO 8601. */
  readonly addedAt: string;
  readonly backbone: BackbonePreset;
  /** The file's head: its outputs, with their names where the file tells them; null when it has none. */
  readonly head: { readonly outputs: number; readonly names: readonly string[] | null } | null;
  /** Tensors of the file that a network has no use for: the optimiser's, other heads. */
  readonly ignored: number;
}

/**
 * Whether weights can lend their head to these classes: as many outputs, and the same names where the file tells them. Outputs
 * without names are taken to be the data set's, as HPA's order is fixed.
 */
export function headFits(head: StartingWeights["head"], classNames: readonly string[]): boolean {
  if (head === null || head.outputs !== classNames.length) return false;
  return head.names === null || head.names.every((name, index) => name === classNames[index]);
}

/** Whether a file of this name is taken as weights; those of torch.save among them, to say why they are not read. */
export function isWeightsFile(name: string): boolean {
  return /\.(?:safetensors|h5|hdf5|pth|pt)$/i.test(name);
}
