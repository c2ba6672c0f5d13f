const channels = 4;

/**
 * For one axis and each output position: the first source position that it covers, and the share of each covered
 * one.
 */
function coverage(size: number, reduced: number): { first: Int32Array; shares: Float64Array[] } {
  const ratio = size / reduced;
  const first = new Int32Array(reduced);
  const shares = Array.from({ length: reduced }, (_, index) => {
    const start = index * ratio;
    const end = Math.min(size, start + ratio);
    const from = Math.floor(start);
    first[index] = from;
    const until = Math.max(from + 1, Math.ceil(end - 1e-9));
    return Float64Array.from({ length: until - from }, (_, step) => {
      const pixel = from + step;
      return Math.max(0, Math.min(end, pixel + 1) - Math.max(start, pixel)) / ratio;
    });
  });
  return { first, shares };
}

/**
 * Reduces a crop by area averaging: each output pixel is the exact mean of the area that it covers, for any ratio. An
 * average causes no aliasing and keeps the overall brightness, which says how much protein there is.
 * @param crop `[size, size, 4]`, 0..255
 * @param reduced side of the result in px, at most `size`
 * @returns `[reduced, reduced, 4]`, 0..255, rounded. The crop itself if it already has that size.
 */
export function reduceCrop(crop: Uint8Array, size: number, reduced: number): Uint8Array {
  if (reduced === size) return crop;
  const { first, shares } = coverage(size, reduced);
  const rows = new Float64Array(reduced * size * channels);
  for (let y = 0; y < reduced; y += 1) {
    shares[y]!.forEach((share, step) => {
      const from = (first[y]! + step) * size * channels;
      const to = y * size * channels;
      for (let index = 0; index < size * channels; index += 1) {
        rows[to + index]! += share * crop[from + index]!;
      }
    });
  }
  const output = new Uint8Array(reduced * reduced * channels);
  for (let y = 0; y < reduced; y += 1) {
    for (let x = 0; x < reduced; x += 1) {
      const share = shares[x]!;
      for (let channel = 0; channel < channels; channel += 1) {
        let sum = 0;
        for (let step = 0; step < share.length; step += 1) {
          const column = first[x]! + step;
          sum += share[step]! * rows[(y * size + column) * channels + channel]!;
        }
        output[(y * reduced + x) * channels + channel] = Math.round(sum);
      }
    }
  }
  return output;
}
