/**
 * A fixed piece of work of the kind that the product does: passes over the samples of a 2048 px tile, in numbers and in floats.
 * Times are told as multiples of it, measured on the same thread in the same run, so that a bar holds on a slow machine and
 * on one that does other work besides. It takes some 30 ms on one core of a server of 2024.
 *
 * @returns ms that it took.
 */
export function timeReferenceWork(): number {
  const side = 2048;
  const started = performance.now();
  const samples = new Uint8Array(side * side);
  for (let at = 0; at < samples.length; at += 1) samples[at] = Math.imul(at, 2654435761) >>> 24;
  const sums = new Float32Array(samples.length);
  // A running mean along the rows, then down the columns, as a box filter has it.
  for (let y = 0; y < side; y += 1) {
    let sum = 0;
    for (let x = 0; x < side; x += 1) {
      sum += samples[y * side + x]! - (x >= 9 ? samples[y * side + x - 9]! : 0);
      sums[y * side + x] = sum / 9;
    }
  }
  for (let at = 9 * side; at < sums.length; at += 1) sums[at] = (sums[at]! + sums[at - 9 * side]!) / 2;
  const labels = new Uint16Array(samples.length);
  for (let at = 0; at < sums.length; at += 1) labels[at] = sums[at]! > 127 ? at & 1023 : 0;
  if (labels.at(-1) === 65_535) throw new Error("The reference work went wrong.");
  return performance.now() - started;
}
