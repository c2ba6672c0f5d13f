import { thresholdsOf } from "../../domain/training/present-classes.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";

interface Presence {
  /** `[classes]`, 0..1; null when the thresholds of the model that predicted are not known. */
  readonly thresholds: readonly number[] | null;
  readonly isPresent: (entry: { readonly classIndex: number; readonly probability: number }) => boolean;
  /** Says what the marks and the bold figures mean. */
  readonly note: string;
}

/** Which classes count as present in a cell that this model predicted. */
export function usePresence(modelId: string | undefined): Presence {
  const model = useDataset((state) => state.model);
  const thresholds = modelId === undefined ? null : thresholdsOf(model, modelId);
  const note =
    thresholds === null
      ? ""
      : model?.calibration
        ? "The marks are the thresholds chosen on the validation tiles. A class at or above its threshold (in bold) counts as present. "
        : "A class with 0.5 or more (in bold) counts as present. ";
  return {
    thresholds,
    isPresent: ({ classIndex, probability }) => thresholds !== null && probability >= (thresholds[classIndex] ?? 1),
    note,
  };
}
