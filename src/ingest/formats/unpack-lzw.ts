const clearCode = 256;
const endCode = 257;
const firstFreeCode = 258;
const tableSize = 4096;

/**
 * Unpacks TIFF's LZW (TIFF 6.0, section 13). Codes have 9 to 12 bits, the most significant bit first, and
 * get longer one code early.
 *
 * geotiff's decoder grows a plain array byte by byte and follows each string's chain of prefixes. It takes 0.8 s
 * for one 8-bit channel of 2048 x 2048 px, hence six or seven seconds for a 16-bit tile, and microscopes and ImageJ
 * often write LZW. But every string in the table is already in the output: the string of a new code is the string
 * that was written last plus the byte after it. So this table holds positions instead of chains, and each code is
 * one copy. That takes about 40 ms.
 *
 * @returns `size` bytes, or fewer when the packed data ends early.
 * @throws an ordinary error, not a problem, on an impossible code.
 */
export function unpackLzw(packed: Uint8Array, size: number): Uint8Array {
  const output = new Uint8Array(size);
  const starts = new Int32Array(tableSize);
  const lengths = new Int32Array(tableSize);
  let written = 0;
  let nextCode = firstFreeCode;
  let codeBits = 9;
  // Start and length of the string that was written last. The length is 0 after a clear code.
  let lastStart = 0;
  let lastLength = 0;
  let bits = 0;
  let bitCount = 0;
  let read = 0;

  while (written < size) {
    while (bitCount < codeBits) {
      if (read === packed.length) return output.subarray(0, written);
      bits = ((bits << 8) | packed[read++]!) & 0xff_ff_ff;
      bitCount += 8;
    }
    bitCount -= codeBits;
    const code = (bits >>> bitCount) & ((1 << codeBits) - 1);
    if (code === endCode) break;
    if (code === clearCode) {
      nextCode = firstFreeCode;
      codeBits = 9;
      lastLength = 0;
      continue;
    }

    if (lastLength > 0 && nextCode < tableSize) {
      starts[nextCode] = lastStart;
      lengths[nextCode] = lastLength + 1;
      nextCode += 1;
      if (nextCode === (1 << codeBits) - 1 && codeBits < 12) codeBits += 1;
    }
    const start = written;
    if (code < clearCode) {
      output[written++] = code;
    } else {
      if (code >= nextCode) throw new Error(`LZW code ${code} is not defined yet`);
      let from = starts[code]!;
      // The newest string may end in a byte that this copy itself writes. Copying forward, byte by byte, handles that.
      const end = Math.min(size, written + lengths[code]!);
      while (written < end) output[written++] = output[from++]!;
    }
    lastStart = start;
    lastLength = written - start;
  }
  return output.subarray(0, written);
}
