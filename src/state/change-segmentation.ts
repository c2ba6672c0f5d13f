import type { CropOptions } from "../domain/crop-options.ts";
import type { SegmentationOptions } from "../domain/segmentation-options.ts";
import { useDataset } from "./dataset-store.ts";
import { reportProblem } from "./report-problem.ts";
import { services } from "./services.ts";

/** ms without a further change before the options are stored: a slider sends many. */
const restTime = 500;
let timer: ReturnType<typeof setTimeout> | undefined;

function storeSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const { segmentation, crop, pixelSize } = useDataset.getState();
    services()
      .dataset.saveOptions({ segmentation, crop, pixelSize })
      .catch((error: unknown) => reportProblem(error, "The segmentation options"));
  }, restTime);
}

/** Options for tiles that are segmented from now on; those that are ready keep their cells. */
export function changeSegmentation(change: Partial<SegmentationOptions>): void {
  useDataset.setState(({ segmentation }) => ({ segmentation: { ...segmentation, ...change } }));
  storeSoon();
}

export function changeCrop(change: Partial<CropOptions>): void {
  useDataset.setState(({ crop }) => ({ crop: { ...crop, ...change } }));
  storeSoon();
}
