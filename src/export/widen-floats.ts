/**
 * A number format that a .safetensors file can have. Integers and booleans are no weights; torchvision's files count
 * batches with them.
 */
interface NumberFormat {
  /** Bytes per value. */
  readonly bytes: 1 | 2 | 4 | 8;
  /**
   * Converts values to 32-bit floats; absent for formats that have no weights. The bytes are little-endian, their
   * length is a multiple of `bytes`, and the result may share their memory.
   */
  readonly widen?: (bytes: ArrayBuffer) => Float32Array;
}

/**
 * Converts IEEE 754 half precision: a sign, 5 bits of exponent with bias 15, 10 bits of fraction. A 32-bit float can
 * hold every such value exactly.
 */
function widenHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const whole = (bytes: NumberFormat["bytes"]): NumberFormat => ({ bytes });

/** The formats by the names that a .safetensors file has for them. */
export const numberFormats: ReadonlyMap<string, NumberFormat> = new Map([
  ["F64", { bytes: 8, widen: (bytes) => Float32Array.from(new Float64Array(bytes)) }],
  ["F32", { bytes: 4, widen: (bytes) => new Float32Array(bytes) }],
  ["F16", { bytes: 2, widen: (bytes) => Float32Array.from(new Uint16Array(bytes), widenHalf) }],
  // A BF16 value is the upper half of a 32-bit float.
  [
    "BF16",
    {
      bytes: 2,
      widen: (bytes) => new Float32Array(Uint32Array.from(new Uint16Array(bytes), (bits) => bits << 16).buffer),
    },
  ],
  ...["I64", "U64"].map((name): [string, NumberFormat] => [name, whole(8)]),
  ...["I32", "U32"].map((name): [string, NumberFormat] => [name, whole(4)]),
  ...["I16", "U16"].map((name): [string, NumberFormat] => [name, whole(2)]),
  ...["I8", "U8", "BOOL"].map((name): [string, NumberFormat] => [name, whole(1)]),
] satisfies [string, NumberFormat][]);
