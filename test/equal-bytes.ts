import { expect } from "vitest";

/**
 * Makes `toEqual` fast for equal typed arrays. Vitest compares them number by number, which takes seconds for a label
 * map. Here equal bytes end the comparison. Vitest still compares arrays that differ, and says where they differ.
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
