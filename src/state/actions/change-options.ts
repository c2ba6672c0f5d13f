import type { CropOptions } from "../../domain/tile/crop-options.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { services } from "../stores/services.ts";
import { previewSoon, typingTime } from "./adjust-segmentation.ts";
import { reportProblem } from "./report-problem.ts";

/** Time without a further change before the options are stored, in ms. A slider sends many changes. */
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

/** Changes how cells are cut out from now on. Stored crops stay as they are. */
export function changeCrop(change: Partial<CropOptions>): void {
  useDataset.setState(({ crop }) => ({ crop: { ...crop, ...change } }));
  storeSoon();
}

/** @param pixelSize µm per px for all tiles. null means that each tile uses the pixel size of its file. */
export function changePixelSize(pixelSize: number | null): void {
  useDataset.setState({ pixelSize });
  storeSoon();
  previewSoon(typingTime);
}
