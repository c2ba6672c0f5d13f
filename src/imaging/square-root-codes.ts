/**
 * The `square-root` encoding of crops as a table: `[65536]`, the 8-bit code of every 16-bit sample,
 * `round(255 * sqrt(sample / 65535))`. An 8-bit sample is looked up at 257 times its value.
 */
export const squareRootCodes: Uint8Array = Uint8Array.from({ length: 65_536 }, (_, sample) =>
  Math.round(255 * Math.sqrt(sample / 65_535)),
);

/** The share of full scale, 0..1, that a code stands for. */
export function decodeSquareRoot(code: number): number {
  return (code / 255) ** 2;
}
