import { useDataset } from "./dataset-store.ts";
import { reportProblem } from "./report-problem.ts";
import { services } from "./services.ts";

/** Clears the list. Problems that stand on tiles stay until the tile is mended or removed. */
export async function dismissProblems(): Promise<void> {
  useDataset.setState({ problems: [] });
  try {
    await services().dataset.dismissProblems();
  } catch (error) {
    reportProblem(error, "The list of problems");
  }
}
