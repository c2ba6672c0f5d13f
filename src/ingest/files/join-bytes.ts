/**
 * Joins parts of an array end to end.
 * @param parts subarrays of `whole` that do not overlap.
 * @returns a new array, or `whole` itself without a copy when the parts have its length together.
 */
export function joinBytes(parts: readonly Uint8Array[], whole: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length === whole.length) return whole;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
