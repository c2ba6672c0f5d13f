import { fileGone } from "../../domain/file-gone.ts";
import { importModel } from "./manage-runs.ts";
import { importWeightsFiles } from "./manage-weights.ts";
import { reportProblem } from "./report-problem.ts";

/** Number of bytes to read. The start of the header is enough, because the metadata come before the tensors. */
const readBytes = 100_000;

/** Whether the file is a model that Cytotope exported: a safetensors file with Cytotope's manifest in its header. */
async function isModel(file: File): Promise<boolean> {
  return (await file.slice(8, readBytes).text()).includes("cytotope-model-1");
}

/**
 * Imports files of weights that the user dropped or chose together with other files. Files with Cytotope's manifest
 * become models that predict. The others become weights that a training can start from. (Under **Starting weights** the
 * user can choose such a model to start from, too.)
 */
export async function takeWeights(files: readonly File[]): Promise<void> {
  const others: File[] = [];
  for (const file of files) {
    try {
      if (await isModel(file)) await importModel(file);
      else others.push(file);
    } catch (error) {
      // The browser cannot read a file that was moved or changed since it was dropped.
      reportProblem(error instanceof DOMException ? fileGone(file.name, error) : error, file.name);
    }
  }
  if (others.length > 0) await importWeightsFiles(others);
}
