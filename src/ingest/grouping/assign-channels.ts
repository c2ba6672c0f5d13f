import { problemError } from "../../domain/errors.ts";
import { type ChannelName, channelNames, neededChannels } from "../../domain/tile/tile.ts";

/**
 * What microscopes and labs call the four channels. Names of dyes that are used for anything (Alexa, Cy5, Texas Red) tell
 * nothing, so a colour's name counts only by itself.
 */
const patterns: Readonly<Record<ChannelName, RegExp>> = {
  red: /^red$|microtubul|tubulin/,
  green: /^green$|protein|antibody|target/,
  blue: /^blue$|nucle(?:us|i|ar)|dna|dapi|hoechst|draq5/,
  yellow: /^yellow$|^er\b|endoplasmic|reticulum|calreticulin|calnexin/,
};

/**
 * Says which channel each plane of a multi-channel file is: by its names where all are known or only one is not and one
 * channel is left for it, else by their order red, green, blue, yellow. Names that contradict the order are an error rather
 * than a guess, as swapped channels would show in nothing but wrong results.
 *
 * `names` has one entry a plane, null without a name. Throws MissingChannel (too few planes, or no blue or green among
 * them) and UnknownFile (too many planes, or contradictory names).
 */
export function assignChannels(names: readonly (string | null)[], fileName: string): ChannelName[] {
  const listed = names.map((name) => name ?? "without a name").join(", ");
  if (names.length < 3) {
    throw problemError({
      tag: "MissingChannel",
      subject: fileName,
      message: `${fileName} holds ${names.length} channel${names.length === 1 ? "" : "s"}; a tile in one file needs 3 (red, green, blue) or 4 (and yellow).`,
      remedy:
        "Save all channels of the tile in one file, or name a single channel's file <tile>_red, _green, _blue or _yellow.",
    });
  }
  if (names.length > 4) {
    throw problemError({
      tag: "UnknownFile",
      subject: fileName,
      message: `${fileName} holds ${names.length} channels; a tile in one file has 3 (red, green, blue) or 4 (and yellow).`,
      remedy: "Save only microtubules, protein, nuclei and endoplasmic reticulum, in that order.",
    });
  }

  const told = names.map(recognise);
  const left = channelNames.filter((channel) => !told.includes(channel));
  const unclear = told.filter((channel) => channel === null).length;
  const distinct = new Set(told.filter((channel) => channel !== null)).size === told.length - unclear;
  const byName = told.map((channel) => channel ?? left[0]!);
  const certain = distinct && (unclear === 0 || (unclear === 1 && left.length === 1));
  if (certain) {
    const missing = neededChannels.find((channel) => !byName.includes(channel));
    if (missing === undefined) return byName;
    throw problemError({
      tag: "MissingChannel",
      subject: fileName,
      message: `${fileName} holds no ${missing} channel; its channels are ${listed}.`,
      remedy: "Add the missing channel to the file; no tile can do without blue (nuclei) and green (protein).",
    });
  }

  const inOrder = channelNames.slice(0, names.length);
  if (told.every((channel, index) => channel === null || channel === inOrder[index])) return inOrder;
  throw problemError({
    tag: "UnknownFile",
    subject: fileName,
    message: `The channels of ${fileName} cannot be told: they are named ${listed}.`,
    remedy:
      "Name them red, green, blue and yellow (microtubules, protein, nuclei, endoplasmic reticulum) and save the file again.",
  });
}

function recognise(name: string | null): ChannelName | null {
  const plain = (name ?? "")
    .toLowerCase()
    .replaceAll(/[_\-.:]+/g, " ")
    .replaceAll(/\bch(?:annel)?\b ?\d*/g, "")
    .trim();
  const matches = channelNames.filter((channel) => patterns[channel].test(plain));
  return matches.length === 1 ? matches[0]! : null;
}
