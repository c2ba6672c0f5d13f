/**
 * Random streams that depend only on their keys: `randomStream(seed, "augment", epoch, cell)` is always the same
 * stream. No generator state is passed along, so reading ahead, stopping and resuming cannot change the numbers, and
 * a checkpoint does not have to store a random state.
 */

/** Each call draws a number from [0, 1) with 32 random bits. */
export type RandomStream = () => number;

/** Hashes a key to 32 bits. Applies the finaliser of MurmurHash3 after each UTF-16 unit. */
function hash(key: string, seed: number): number {
  let state = seed | 0;
  for (let index = 0; index < key.length; index += 1) {
    state = Math.imul(state ^ key.charCodeAt(index), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return state;
}

/** The random stream of `keys`. The generator is sfc32 (Chris Doty-Humphrey, PractRand), with 128 bits of state. */
export function randomStream(...keys: readonly (number | string)[]): RandomStream {
  const key = keys.join("\u0000");
  let a = hash(key, 0x9e3779b9);
  let b = hash(key, 0x243f6a88);
  let c = hash(key, 0xb7e15162);
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  // The author of sfc32 prescribes twelve rounds to mix in the seed.
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

/** Draws one number from the standard normal distribution (Box and Muller 1958). */
export function drawNormal(random: RandomStream): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The indices 0..count - 1 in random order (Fisher and Yates). */
export function shuffledIndices(count: number, random: RandomStream): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const pick = Math.floor(random() * (last + 1));
    const held = order[last]!;
    order[last] = order[pick]!;
    order[pick] = held;
  }
  return order;
}
