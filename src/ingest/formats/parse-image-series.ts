/** What a TIFF file's description says of its images. */
export interface ImageSeries {
  /** Focal planes. */
  readonly slices: number;
  /** Points in time. */
  readonly frames: number;
  /** More than one field of view in one file. */
  readonly fields: number;
  /** The channels' names in file order, null for one without a name; empty when none is told. */
  readonly channelNames: readonly (string | null)[];
}

/**
 * Reads OME-XML (OME model 2016-06, `Pixels` and `Channel` of the first `Image`) or ImageJ's notes from a TIFF's
 * ImageDescription. Regular expressions do, as there is no XML parser in workers and only a few attributes are asked for.
 * Anything else describes nothing. Never throws.
 */
export function parseImageSeries(description: string): ImageSeries {
  if (/<(?:\w+:)?Pixels\b/.test(description)) return parseOme(description);
  if (description.startsWith("ImageJ=")) return parseImageJ(description);
  return { slices: 1, frames: 1, fields: 1, channelNames: [] };
}

function parseOme(xml: string): ImageSeries {
  const images = xml.split(/<(?:\w+:)?Image\b/).slice(1);
  const pixels = /<(?:\w+:)?Pixels\b[^>]*>/.exec(xml)?.[0] ?? "";
  const names: (string | null)[] = [];
  for (const [channel] of (images[0] ?? xml).matchAll(/<(?:\w+:)?Channel\b[^>]*>/g)) {
    const name = readAttribute(channel, "Name") ?? readAttribute(channel, "Fluor");
    const samples = Number(readAttribute(channel, "SamplesPerPixel") ?? 1);
    // An RGB channel is three planes under one name.
    names.push(...Array.from({ length: samples }, () => (samples === 1 ? name : null)));
  }
  return {
    slices: Number(readAttribute(pixels, "SizeZ") ?? 1),
    frames: Number(readAttribute(pixels, "SizeT") ?? 1),
    fields: Math.max(1, images.length),
    channelNames: names.some((name) => name !== null) ? names : [],
  };
}

/** An attribute of an XML tag, entities resolved; null when it is not there. */
export function readAttribute(tag: string, attribute: string): string | null {
  const [, double, single] = new RegExp(`\\b${attribute}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag) ?? [];
  const value = double ?? single;
  if (value === undefined) return null;
  return value
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .trim();
}

function parseImageJ(notes: string): ImageSeries {
  const read = (key: string) => Number(new RegExp(`^${key}=(\\d+)`, "m").exec(notes)?.[1] ?? 1);
  // A plain stack, as "Images to Stack" makes it, is told as slices: channels on top of each other, most likely.
  const plain = read("channels") === 1 && read("frames") === 1;
  return { slices: plain ? 1 : read("slices"), frames: read("frames"), fields: 1, channelNames: [] };
}
