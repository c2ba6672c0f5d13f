import { importModel } from "./manage-runs.ts";
import { importWeightsFiles } from "./manage-weights.ts";

/** A header's first part is enough: metadata stands in front of the tensors. */
const readBytes = 100_000;

/** Whether the file is a model that Cytotope exported: safetensors, its header told by eight bytes of length, with our manifest. */
async function isModel(file: File): Promise<boolean> {
  return (await file.slice(8, readBytes).text()).includes("cytotope-model-1");
}

/**
 * Files of weights were dropped or chosen among others: those with Cytotope's manifest become models to predict with, the others
 * weights to start a training from. (Under **Starting weights** a model can be chosen to start from, too.)
 */
export async function takeWeights(files: readonly File[]): Promise<void> {
  const others: File[] = [];
  for (const file of files) {
    if (await isModel(file)) await importModel(file);
    else others.push(file);
  }
  if (others.length > 0) await importWeightsFiles(others);
}
