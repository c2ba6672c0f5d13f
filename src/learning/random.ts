/**
 * Randomness that follows from keys: `randomStream(seed, "augment", epoch, cell)` is always the same stream. No generator is
 * carried along, so reading ahead, stopping and resuming cannot disturb it, and a checkpoint has no random state to keep.
 */

/** Draws from [0, 1) with 32 bits each. */
export type RandomStream = () => number;

/** Spreads a key over 32 bits; MurmurHash3's finaliser after each UTF-16 unit. */
function hash(key: string, seed: number): number {
  let state = seed | 0;
  for (let index = 0; index < key.length; index += 1) {
    state = Math.imul(state ^ key.charCodeAt(index), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return state;
}

/** The stream that belongs to `keys`. The generator is sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state. */
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
  // Twelve rounds are what its author prescribes to mix the seed in.
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

/** A draw from the standard normal distribution (Box and Muller 1958). */
export function drawNormal(random: RandomStream): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** 0..count - 1 in random order (Fisher and Yates). */
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
