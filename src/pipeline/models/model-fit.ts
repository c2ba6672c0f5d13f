import { problemError } from "../../domain/errors.ts";
import type { ClassList } from "../../domain/localisation/localisation.ts";
import { type CropOptions, inputNormalisation, sameCrops } from "../../domain/tile/crop-options.ts";
import { channelNames } from "../../domain/tile/tile.ts";
import type { ModelManifest } from "../../domain/training/model-manifest.ts";

/** The data that a model is used on. */
export interface ModelData {
  readonly cropOptions: CropOptions;
  readonly classes: ClassList;
}

function describeCrops({ size, margin, neighbours, encoding }: CropOptions): string {
  return `${size} px, margin ${margin}, neighbours ${neighbours === "keep" ? "kept" : "masked"}, ${encoding} encoding`;
}

/**
 * Refuses a model whose channels, classes, crop preparation or normalisation differ from the data's. Its
 * probabilities would look right and mean nothing.
 * @throws ModelMismatch that says what differs.
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
  const [own, wanted] = [manifest.classes.names, classes.names];
  const odd = Array.from({ length: Math.max(own.length, wanted.length) }, (_, index) => index).find(
    (index) => own[index] !== wanted[index],
  );
  if (odd !== undefined) {
    const name = (names: readonly string[]) => (names[odd] === undefined ? "nothing" : `"${names[odd]}"`);
    const counts =
      own.length === wanted.length
        ? "The model has other classes than the data set"
        : `The model tells ${own.length} classes apart, the data set has ${wanted.length}`;
    throw refuse(
      `${counts}: class ${odd} is ${name(own)} to the model and ${name(wanted)} here.`,
      "Use a model of the same classes, in the same order, or train one on these tiles.",
    );
  }
  if (!sameCrops(manifest.crop, cropOptions)) {
    throw refuse(
      `The model was trained on other crops (${describeCrops(manifest.crop)}) than these (${describeCrops(cropOptions)}).`,
      "Segment the tiles again with the model's crop options, or train a new model.",
    );
  }
  if (manifest.normalisation !== inputNormalisation) {
    throw refuse(
      `The model's input is normalised otherwise (${manifest.normalisation}) than here (${inputNormalisation}).`,
      "Use it in the version of Cytotope that it was trained with, or train a new model.",
    );
  }
}
