import type { ClassList } from "../../domain/localisation/localisation.ts";
import { channelNames } from "../../domain/tile/tile.ts";
import type { SyntheticHelperOptions } from "../../domain/training/training-options.ts";
import type { RandomStream } from "../random.ts";
import type { CropChange } from "./augment.ts";

/**
 * Synthetic training cells. Their green channel, the protein, is replaced, so that their class is known instead of
 * inherited. The best solutions of the Human Protein Atlas challenge added such cells to their batches. A cell with
 * a dimmed protein is `Negative`. A cell whose protein is where the stain of microtubules (red) or of the
 * endoplasmic reticulum (yellow) is belongs to `Microtubules` or `Endoplasmic reticulum`.
 *
 * The brightness has to stay plausible, because crops are never stretched to their own brightest pixel, and a
 * network may learn from the brightness. So the replaced channel keeps the random gain of green, and dimming
 * multiplies the intensity by 0..0.15. Values are square roots of intensities, so they are multiplied by 0..0.39.
 * Even so, a very bright cell that is dimmed least is about as bright as a dim cell that shows its protein, and a
 * stain that becomes green is as bright as the stain. So the shares should be small.
 */

const green = 1;
/** Largest share of its intensity that a dimmed protein keeps. */
const dimmest = 0.15;

/** One kind of synthetic cells. */
export interface SyntheticHelper {
  /** Share of the training cells, 0..1. */
  readonly share: number;
  /** The targets of the synthetic cells, `[classes]`, 0 or 1. */
  readonly targets: Float32Array;
  /** The channel that becomes green. null dims green instead. */
  readonly greenFrom: number | null;
}

/** The class of each helper's cells, and the channel that becomes green. */
const kinds = {
  negative: { className: "Negative", greenFrom: null },
  microtubules: { className: "Microtubules", greenFrom: channelNames.indexOf("red") },
  reticulum: { className: "Endoplasmic reticulum", greenFrom: channelNames.indexOf("yellow") },
} as const satisfies Record<keyof SyntheticHelperOptions, { className: string; greenFrom: number | null }>;

/** Returns the helpers that have a share above 0 and whose class is in the list. */
export function syntheticHelpers(options: SyntheticHelperOptions, classes: ClassList): SyntheticHelper[] {
  return (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) => {
    const { className, greenFrom } = kinds[kind];
    const share = options[kind];
    const index = kind === "negative" ? (classes.negative ?? -1) : classes.names.indexOf(className);
    if (share <= 0 || index < 0) return [];
    return [{ share, greenFrom, targets: Float32Array.from(classes.names, (_, other) => (other === index ? 1 : 0)) }];
  });
}

/**
 * Draws whether a helper changes a cell, and which helper.
 * @param change the cell's other changes
 * @returns null if the cell stays a real one
 */
export function drawSynthetic(
  helpers: readonly SyntheticHelper[],
  change: CropChange,
  random: RandomStream,
): { readonly change: CropChange; readonly targets: Float32Array } | null {
  const draw = random();
  let upTo = 0;
  for (const { share, targets, greenFrom } of helpers) {
    upTo += share;
    if (draw >= upTo) continue;
    if (greenFrom !== null) return { change: { ...change, greenFrom }, targets };
    const factor = Math.sqrt(random() * dimmest);
    return {
      change: { ...change, gains: change.gains.map((gain, index) => (index === green ? gain * factor : gain)) },
      targets,
    };
  }
  return null;
}
