import { hpaClasses } from "../domain/localisation/localisation.ts";
import { defaultCropOptions } from "../domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../domain/tile/segmentation-options.ts";
import { type DatasetSettings, withDatabase } from "./database.ts";

const defaultSettings: DatasetSettings = {
  classes: hpaClasses,
  segmentation: defaultSegmentationOptions,
  crop: defaultCropOptions,
  pixelSize: null,
  predictor: null,
};

/** Loads the settings of the data set. Settings that the user has not changed have their default values. */
export function loadSettings(): Promise<DatasetSettings> {
  return withDatabase("The settings", async (database) => {
    const stored = await database.get("settings", "dataset");
    // Settings that an earlier version stored lack the options that were added since.
    const segmentation = { ...defaultSettings.segmentation, ...stored?.segmentation };
    return { ...defaultSettings, ...stored, segmentation };
  });
}

/** Changes the settings in `changes` and leaves the others as they are. */
export function saveSettings(changes: Partial<DatasetSettings>): Promise<void> {
  return withDatabase("The settings", async (database) => {
    const transaction = database.transaction("settings", "readwrite");
    const known = await transaction.store.get("dataset");
    await transaction.store.put({ ...defaultSettings, ...known, ...changes }, "dataset");
    await transaction.done;
  });
}
