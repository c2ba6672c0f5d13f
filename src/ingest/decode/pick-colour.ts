import type { ChannelName, Samples } from "../../domain/tile/tile.ts";
import { ambiguousColour } from "../files/file-problems.ts";
import type { Raster, StridedSamples } from "../formats/raster.ts";

/** Red, green, blue of a channel's usual colour on screen; yellow is red and green together. */
const usualColours: Readonly<Record<ChannelName, readonly number[]>> = {
  red: [0],
  green: [1],
  blue: [2],
  yellow: [0, 1],
};

/**
 * Lossy formats smear a little of one colour into the others. Measured on HPA channels painted in one colour and saved as
 * JPEG (quality 75 to 95) and WebP (80): the others' sums reach 17 % of the strongest colour's in dim images, and the
 * sum of |red - green| of a yellow picture reaches 8 %. Below these shares a colour is empty, two colours are the same.
 */
const lossyTolerance = { empty: 0.2, same: 0.1 };

/**
 * The one channel that an image file shows: its gray, or the colour that carries the signal. Accepted are colours of which
 * all that carry signal are the same: gray saved as RGB, a channel painted in red, green or blue, or in a mixture such as
 * yellow. In exact formats the others must be zero throughout, whatever the colour; in lossy ones they may hold a
 * little, but then the colour has to be the channel's usual one. A black image is taken as it is.
 *
 * Returns `[height, width]`, row-major, in the file's depth; the raster's own array when it holds nothing else.
 * Throws AmbiguousColour.
 */
export function pickColour(raster: Raster, channel: ChannelName, name: string): Samples {
  const [first, second, third] = raster.colours;
  const pixels = raster.width * raster.height;
  if (first === undefined) throw ambiguousColour(name, "it holds no colour");
  if (second === undefined || third === undefined) return compact(first, pixels);

  const { totals, differences } = compare([first, second, third], pixels);
  const strongest = totals.indexOf(Math.max(...totals));
  const total = totals[strongest]!;
  const tolerance = raster.exact ? { empty: 0, same: 0 } : lossyTolerance;
  const carriers = [0, 1, 2].filter((colour) => totals[colour]! > tolerance.empty * total);
  const differ = carriers.some((a) => carriers.some((b) => a < b && differences[a + b - 1]! > tolerance.same * total));
  if (differ) {
    const names = carriers.map((colour) => ["red", "green", "blue"][colour]).join(" and ");
    throw ambiguousColour(name, `${names} hold different signals`);
  }
  if (!raster.exact && carriers.length < 3 && total > 0 && !usualColours[channel].includes(strongest)) {
    throw ambiguousColour(name, `its colour is not ${channel}, and a lossy format leaves it open which one is meant`);
  }
  return compact(raster.colours[strongest]!, pixels);
}

/** Sums of each colour, and of the absolute differences red-green, red-blue, green-blue (at a + b - 1 for colours a, b). */
function compare([red, green, blue]: readonly [StridedSamples, StridedSamples, StridedSamples], pixels: number) {
  const totals = [0, 0, 0] as [number, number, number];
  const differences = [0, 0, 0] as [number, number, number];
  for (let i = 0; i < pixels; i++) {
    const r = red.data[red.offset + i * red.stride]!;
    const g = green.data[green.offset + i * green.stride]!;
    const b = blue.data[blue.offset + i * blue.stride]!;
    totals[0] += r;
    totals[1] += g;
    totals[2] += b;
    differences[0] += Math.abs(r - g);
    differences[1] += Math.abs(r - b);
    differences[2] += Math.abs(g - b);
  }
  return { totals, differences };
}

function compact({ data, offset, stride }: StridedSamples, pixels: number): Samples {
  if (stride === 1) return data.length === pixels ? data : data.subarray(offset, offset + pixels);
  const samples = data instanceof Uint8Array ? new Uint8Array(pixels) : new Uint16Array(pixels);
  for (let i = 0; i < pixels; i++) samples[i] = data[offset + i * stride]!;
  return samples;
}
