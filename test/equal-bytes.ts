import { expect } from "vitest";

/**
 * Makes `toEqual` fast for typed arrays that are equal. Vitest compares them number by number, which takes seconds for a
 * label map; here equal bytes end the comparison. Arrays that differ are still compared by Vitest, which tells where.
 */
expect.addEqualityTesters([
  (a: unknown, b: unknown) =>
    ArrayBuffer.isView(a) && ArrayBuffer.isView(b) && a.constructor === b.constructor && haveEqualBytes(a, b)
      ? true
      : undefined,
]);

function haveEqualBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  if (a.byteLength !== b.byteLength) return false;
  const [one, two] = [a, b].map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
  return one!.every((byte, at) => byte === two![at]);
}
