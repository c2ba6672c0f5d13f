import { importModel } from "./manage-runs.ts";

/** Whether a file that came with others holds a network's weights; what they are for is decided in `takeWeights`. */
export function isWeightsFile({ name }: File): boolean {
  return name.toLowerCase().endsWith(".safetensors");
}

/** A file of weights was dropped or chosen among others: one with Cytotope's manifest is a model to predict with. */
export async function takeWeights(file: File): Promise<void> {
  await importModel(file);
}
