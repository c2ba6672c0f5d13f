/** What a TIFF file's description says about its images. */
export interface ImageSeries {
  /** Number of focal planes. */
  readonly slices: number;
  /** Number of points in time. */
  readonly frames: number;
  /** Number of fields of view. */
  readonly fields: number;
  /** The channels' names in file order, null for a channel without a name. Empty when the description gives no name. */
  readonly channelNames: readonly (string | null)[];
}

/**
 * Reads OME-XML (OME model 2016-06, `Pixels` and `Channel` of the first `Image`) or ImageJ's notes from a TIFF's
 * ImageDescription. It uses regular expressions, because workers have no XML parser and only a few attributes are
 * needed. Any other text gives one image without channel names. The function never throws.
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
    // An RGB channel has three planes under one name, so none of them gets the name.
    names.push(...Array.from({ length: samples }, () => (samples === 1 ? name : null)));
  }
  return {
    slices: Number(readAttribute(pixels, "SizeZ") ?? 1),
    frames: Number(readAttribute(pixels, "SizeT") ?? 1),
    fields: Math.max(1, images.length),
    channelNames: names.some((name) => name !== null) ? names : [],
  };
}

/** The value of an XML tag's attribute, with entities replaced; null when the tag does not have the attribute. */
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
  // ImageJ's "Images to Stack" counts every image as a slice. In a plain stack these are most likely the channels.
  const plain = read("channels") === 1 && read("frames") === 1;
  return { slices: plain ? 1 : read("slices"), frames: read("frames"), fields: 1, channelNames: [] };
}
