import { starterModelFile, starterModelId } from "../../domain/training/starter-model.ts";
import { services } from "../stores/services.ts";
import { predictWith } from "./predict-cells.ts";

/** Where the model that comes with the page lies: beside the page itself. */
export function starterModelAddress(): string {
  return new URL(starterModelFile, document.baseURI).href;
}

/** Gives the sample tiles their first probabilities, by the model that comes with the page. */
export function predictSamples(): Promise<void> {
  return predictWith(starterModelId, (options, onProgress, signal) =>
    services().learning.predictSamples(starterModelAddress(), options, onProgress, signal),
  );
}
