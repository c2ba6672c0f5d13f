/**
 * The small model that comes with the page and predicts the sample tiles before anything is trained. It has seen synthetic cells only, so
 * it is never used on a user's own tiles, and whatever shows its probabilities says so.
 */

/** Its manifest's id, by which stored probabilities tell where they come from. */
export const starterModelId = "starter-synthetic";

/** As it is named wherever its probabilities stand. */
export const starterModelName = "Starter model, trained on synthetic cells";

/** Its file beside the page's own. */
export const starterModelFile = "starter-model.safetensors";
