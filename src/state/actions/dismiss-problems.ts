import { useDataset } from "../stores/dataset-store.ts";
import { services } from "../stores/services.ts";
import { reportProblem } from "./report-problem.ts";

/** Clears the list. Problems that stand on tiles stay until the tile is mended or removed. */
export async function dismissProblems(): Promise<void> {
  useDataset.setState({ problems: [] });
  try {
    await services().dataset.dismissProblems();
  } catch (error) {
    reportProblem(error, "The list of problems");
  }
}
