import type { ClassList } from "../../domain/localisation/localisation.ts";
import { channelNames } from "../../domain/tile/tile.ts";
import type { SyntheticHelperOptions } from "../../domain/training/training-options.ts";
import type { RandomStream } from "../random.ts";
import type { CropChange } from "./augment.ts";

/**
 * Training cells whose green channel, the protein, is replaced so that their class is known for once instead of inherited: what the best
 * solutions of the Human Protein Atlas challenge added to their batches. A dimmed protein is none to see, `Negative`; a protein that lies where
 * the stain of microtubules (red) or of the endoplasmic reticulum (yellow) lies is one of `Microtubules` or `Endoplasmic reticulum`.
 *
 * Brightness has to stay plausible, as crops are never stretched to their own brightest pixel and a network may read it. So the replaced
 * channel keeps the random gain of green, and dimming multiplies the intensity by 0..0.15: values are square roots of intensities,
 * thus by 0..0.39 in them. A very bright cell dimmed by the least is about as bright as a dim cell that shows its protein,
 * and a stain as green is as bright as the stain: shares should be small.
 */

const green = 1;
/** The brightest a dimmed protein is left, as a share of its intensity. */
const dimmest = 0.15;

/** One way to make cells. */
export interface SyntheticHelper {
  /** Of the training cells, 0..1. */
  readonly share: number;
  /** `[classes]`, 0 or 1: what the cells made are to be recognised as. */
  readonly targets: Float32Array;
  /** Channel that becomes green; null dims green instead. */
  readonly greenFrom: number | null;
}

/** What each helper makes, by the name of the class and the channel that becomes green. */
const kinds = {
  negative: { className: "Negative", greenFrom: null },
  microtubules: { className: "Microtubules", greenFrom: channelNames.indexOf("red") },
  reticulum: { className: "Endoplasmic reticulum", greenFrom: channelNames.indexOf("yellow") },
} as const satisfies Record<keyof SyntheticHelperOptions, { className: string; greenFrom: number | null }>;

/** Those helpers that are asked for and whose class the list has; the others are left out. */
export function syntheticHelpers(options: SyntheticHelperOptions, classes: ClassList): SyntheticHelper[] {
  return (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) => {
    const { className, greenFrom } = kinds[kind];
    const share = options[kind];
    const index = kind === "negative" ? (classes.negative ?? -1) : classes.names.indexOf(className);
    if (share <= 0 || index < 0) return [];
    return [{ share, greenFrom, targets: Float32Array.from(classes.names, (_, other) => (other === index ? 1 : 0)) }];
  });
}

/** Draws whether, and by which helper, a cell is changed; the change has its intensities drawn already. */
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
