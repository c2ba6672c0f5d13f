/** Indices of the values from the highest to the lowest value; equal values stay in the order of their indices. */
export function descendingOrder(values: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, index) => index).sort((a, b) => values[b]! - values[a]!);
}
