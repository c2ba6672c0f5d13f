/**
 * The table of the `square-root` encoding of crops, `[65536]`: the 8-bit code of every 16-bit sample,
 * `round(255 * sqrt(sample / 65535))`. Look up an 8-bit sample at 257 times its value.
 */
export const squareRootCodes: Uint8Array = Uint8Array.from({ length: 65_536 }, (_, sample) =>
  Math.round(255 * Math.sqrt(sample / 65_535)),
);

/** The share of full scale, 0..1, that a code 0..255 means. */
export function decodeSquareRoot(code: number): number {
  return (code / 255) ** 2;
}
