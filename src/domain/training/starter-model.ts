/**
 * The starter model is a small model that comes with the page. It predicts the sample tiles before the user has
 * trained anything. It was trained on synthetic cells only, so it is never used on a user's own tiles, and the page
 * says where its probabilities come from wherever it shows them.
 */

/** The `id` in the starter model's manifest. Stored probabilities name it as the model that they come from. */
export const starterModelId = "starter-synthetic";

/** The starter model's name in the page, shown wherever its probabilities are shown. */
export const starterModelName = "Starter model, trained on synthetic cells";

/** Name of the starter model's file, which is served next to the page's own files. */
export const starterModelFile = "starter-model.safetensors";
