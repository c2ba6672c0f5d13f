import { useDataset } from "../stores/dataset-store.ts";
import { services } from "../stores/services.ts";
import { reportProblem } from "./report-problem.ts";

/** Clears the list of problems. The problem of a tile stays until the tile is repaired or removed. */
export async function dismissProblems(): Promise<void> {
  useDataset.setState({ problems: [] });
  try {
    await services().dataset.dismissProblems();
  } catch (error) {
    reportProblem(error, "The list of problems");
  }
}
