/**
 * Gives uniform numbers in [0, 1). Every function here that needs randomness takes one, so that a seed fixes the
 * result.
 */
export type Random = () => number;

/**
 * Makes a generator for a list of whole numbers. With `seededRandom(seed, tile, purpose)` each purpose has a stream
 * that does not depend on how many numbers another stream gave. The generator is sfc32 (Chris Doty-Humphrey,
 * PractRand), seeded with the finaliser of MurmurHash3.
 */
export function seededRandom(...seeds: readonly number[]): Random {
  let hash = 0x9e3779b9;
  const mixed = (value: number): number => {
    hash = Math.imul(hash ^ value, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
    return hash;
  };
  for (const seed of seeds) mixed(seed);
  let a = mixed(1);
  let b = mixed(2);
  let c = mixed(3);
  let counter = 1;
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
}

/** A number from a uniform distribution between `low` and `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** A whole number from `low` up to and including `high`. */
export function wholeBetween(random: Random, low: number, high: number): number {
  return low + Math.floor((high - low + 1) * random());
}

/** A number from a normal distribution with mean 0 and standard deviation 1 (Box and Muller, 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
