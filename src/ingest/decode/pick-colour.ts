import type { ChannelName, Samples } from "../../domain/tile/tile.ts";
import { ambiguousColour } from "../files/file-problems.ts";
import type { Raster, StridedSamples } from "../formats/raster.ts";

/** The colours (0 red, 1 green, 2 blue) that a channel is usually shown in. Yellow is red and green together. */
const usualColours: Readonly<Record<ChannelName, readonly number[]>> = {
  red: [0],
  green: [1],
  blue: [2],
  yellow: [0, 1],
};

/**
 * Lossy formats mix a little of one colour into the others. This was measured on HPA channels that were coloured
 * in one colour and saved as JPEG (quality 75 to 95) and WebP (80). In dim images the sum of another colour
 * reaches 17 % of the strongest one's, and the sum of |red - green| of a yellow picture reaches 8 %. A colour
 * counts as empty below the share `empty` of the strongest colour's sum, and two colours count as the same when
 * their difference is below the share `same`.
 */
const lossyTolerance = { empty: 0.2, same: 0.1 };

/**
 * Takes the one channel that an image file shows: its gray values, or the colour that carries the signal. All
 * colours that carry signal must be the same. So it accepts gray saved as RGB, and a channel coloured in red, green
 * or blue or in a mixture such as yellow. In exact formats the other colours must be zero everywhere, and the
 * colour does not matter. In lossy formats the others may hold a little, but the colour has to be the channel's
 * usual one. A black image is accepted.
 *
 * @returns `[height, width]`, row-major, in the file's depth.
 * It is the raster's own array when that holds nothing else.
 * @throws AmbiguousColour
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
    throw ambiguousColour(
      name,
      `its colour is not ${channel}, and in a lossy format it is not clear which one is meant`,
    );
  }
  return compact(raster.colours[strongest]!, pixels);
}

/**
 * Sums the samples of each colour, and the absolute differences red-green, red-blue and green-blue. The difference
 * of the colours a and b is at index a + b - 1.
 */
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
