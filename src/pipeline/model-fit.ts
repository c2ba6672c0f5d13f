import { type CropOptions, sameCrops } from "../domain/crop-options.ts";
import { problemError } from "../domain/errors.ts";
import type { ClassList } from "../domain/localisation.ts";
import { channelNames } from "../domain/tile.ts";
import type { ModelManifest } from "../domain/training.ts";

/** What a model is to be used on. */
export interface ModelData {
  readonly cropOptions: CropOptions;
  readonly classes: ClassList;
}

function describeCrops({ size, margin, neighbours, encoding }: CropOptions): string {
  return `${size} px, margin ${margin}, neighbours ${neighbours === "keep" ? "kept" : "masked"}, ${encoding} encoding`;
}

/**
 * Refuses a model whose channels, classes or crop preparation differ from the data's: its probabilities would look right
 * and mean nothing.
 * @throws ModelMismatch saying what differs.
 */
export function checkModelFits(manifest: ModelManifest, { cropOptions, classes }: ModelData): void {
  const refuse = (message: string, remedy: string) =>
    problemError({ tag: "ModelMismatch", subject: `Model ${manifest.id}`, message, remedy });
  if (manifest.channels.join() !== channelNames.join()) {
    throw refuse(
      `The model reads the channels ${manifest.channels.join(", ")}, the crops hold ${channelNames.join(", ")}.`,
      "Train a new model on these tiles.",
    );
  }
  if (manifest.classes.names.join("\u0000") !== classes.names.join("\u0000")) {
    throw refuse(
      `The model tells ${manifest.classes.names.length} classes apart, and they are not the ${classes.names.length} classes of the data set.`,
      "Choose the class list the model was trained with, or train a new one.",
    );
  }
  if (!sameCrops(manifest.crop, cropOptions)) {
    throw refuse(
      `The model was trained on other crops (${describeCrops(manifest.crop)}) than these (${describeCrops(cropOptions)}).`,
      "Segment the tiles again with the model's crop options, or train a new model.",
    );
  }
}
