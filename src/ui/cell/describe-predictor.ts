import type { TilePredictions } from "../../domain/localisation/localisation.ts";
import type { ModelManifest } from "../../domain/training/model-manifest.ts";
import { starterModelId, starterModelName } from "../../domain/training/starter-model.ts";
import { backboneNames } from "../format/backbone-names.ts";
import { formatMoment } from "../format/format-date.ts";
import { formatCount } from "../format/format-number.ts";

/** Says which model the probabilities of a tile come from, and whether to predict again. */
export function describePredictor(
  predictions: Pick<TilePredictions, "modelId">,
  model: ModelManifest | null,
  stale: boolean,
): string {
  if (predictions.modelId === starterModelId) {
    return `${starterModelName}. ${model === null ? "A model that you train takes its place." : "Predict again to use your own model."}`;
  }
  if (model === null || predictions.modelId !== model.id || stale) {
    return "These come from an earlier model or from earlier cells: predict again.";
  }
  const { backbone, epoch, createdAt } = model;
  return `Model: ${backboneNames[backbone]}, ${formatCount(epoch, "epoch")}, trained ${formatMoment(createdAt)}.`;
}
