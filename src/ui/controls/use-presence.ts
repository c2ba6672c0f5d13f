import { thresholdsOf } from "../../domain/training/present-classes.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";

interface Presence {
  /** `[classes]`; null when it is not known of the model that predicted. */
  readonly thresholds: readonly number[] | null;
  readonly isPresent: (entry: { readonly classIndex: number; readonly probability: number }) => boolean;
  /** What the marks and bold figures mean. */
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
        ? "The marks are the thresholds that validation chose; a class at or above its own, in bold, counts as present. "
        : "From 0.5 on, in bold, a class counts as present. ";
  return {
    thresholds,
    isPresent: ({ classIndex, probability }) => thresholds !== null && probability >= (thresholds[classIndex] ?? 1),
    note,
  };
}
