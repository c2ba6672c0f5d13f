import { problemError } from "../../domain/errors.ts";
import { type ChannelName, channelNames, neededChannels } from "../../domain/tile/tile.ts";

/**
 * The names that microscopes and labs give to the four channels. The name of a colour counts only when it is the whole
 * name. Dyes such as Alexa, Cy5 or Texas Red are used for many targets, so their names do not identify a channel.
 */
const patterns: Readonly<Record<ChannelName, RegExp>> = {
  red: /^red$|microtubul|tubulin/,
  green: /^green$|protein|antibody|target/,
  blue: /^blue$|nucle(?:us|i|ar)|dna|dapi|hoechst|draq5/,
  yellow: /^yellow$|^er\b|endoplasmic|reticulum|calreticulin|calnexin/,
};

/**
 * Decides which channel each plane of a multi-channel file is. It goes by the names when all of them are known, or
 * when one is unknown and only one channel is left for it. Otherwise it goes by the order red, green, blue, yellow.
 * Names that contradict this order are an error, because wrong results would be the only sign of swapped channels.
 *
 * @param names one entry for each plane, null for a plane without a name.
 * @returns one channel for each plane.
 * @throws MissingChannel when there are too few planes, or no blue or green among them.
 * @throws UnknownFile when there are too many planes, or their names contradict the order.
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
    message: `It is not clear which channel of ${fileName} is which: they are named ${listed}.`,
    remedy:
      "Name them red, green, blue and yellow (microtubules, protein, nuclei, endoplasmic reticulum) and save the file again.",
  });
}

/** The channel that a plane's name means; null when it means none, or more than one. */
function recognise(name: string | null): ChannelName | null {
  const plain = (name ?? "")
    .toLowerCase()
    .replaceAll(/[_\-.:]+/g, " ")
    .replaceAll(/\bch(?:annel)?\b ?\d*/g, "")
    .trim();
  const matches = channelNames.filter((channel) => patterns[channel].test(plain));
  return matches.length === 1 ? matches[0]! : null;
}
