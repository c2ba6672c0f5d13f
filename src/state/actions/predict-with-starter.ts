import { starterModelFile, starterModelId } from "../../domain/training/starter-model.ts";
import { services } from "../stores/services.ts";
import { predictWith } from "./predict-cells.ts";

/** Returns the address of the model that comes with the page. The file is in the same folder as the page. */
export function starterModelAddress(): string {
  return new URL(starterModelFile, document.baseURI).href;
}

/** Predicts the sample tiles with the model that comes with the page, so that they have first probabilities. */
export function predictSamples(): Promise<void> {
  return predictWith(starterModelId, (options, onProgress, signal) =>
    services().learning.predictSamples(starterModelAddress(), options, onProgress, signal),
  );
}
