import type { TilePredictions } from "../../domain/localisation.ts";
import type { ModelManifest } from "../../domain/training.ts";
import { formatMoment } from "../format/format-date.ts";
import { formatCount } from "../format/format-number.ts";
import { backboneNames } from "../training/backbone-names.ts";

/** Which model the probabilities of a tile come from, in one sentence. */
export function describePredictor(
  predictions: Pick<TilePredictions, "modelId">,
  model: ModelManifest | null,
  stale: boolean,
): string {
  if (model === null || predictions.modelId !== model.id || stale) {
    return "From an earlier model, or for earlier cells: predict again.";
  }
  const { backbone, epoch, createdAt } = model;
  return `Model: ${backboneNames[backbone]}, ${formatCount(epoch, "epoch")}, trained ${formatMoment(createdAt)}.`;
}
