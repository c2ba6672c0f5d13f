/**
 * Number formats that a .safetensors file may hold, by the format's own names: bytes a value, and the values as 32-bit floats where
 * they are weights. Whole numbers and truth values are no weights; torchvision's files count batches in them.
 */
interface NumberFormat {
  readonly bytes: 1 | 2 | 4 | 8;
  /** `bytes` hold whole values, little-endian, and may be kept. Absent for formats that hold no weights. */
  readonly widen?: (bytes: ArrayBuffer) => Float32Array;
}

/** IEEE 754 half precision: sign, 5 bits of exponent with bias 15, 10 bits of fraction. Every value is exact in 32 bits. */
function widenHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const whole = (bytes: NumberFormat["bytes"]): NumberFormat => ({ bytes });

export const numberFormats: ReadonlyMap<string, NumberFormat> = new Map([
  ["F64", { bytes: 8, widen: (bytes) => Float32Array.from(new Float64Array(bytes)) }],
  ["F32", { bytes: 4, widen: (bytes) => new Float32Array(bytes) }],
  ["F16", { bytes: 2, widen: (bytes) => Float32Array.from(new Uint16Array(bytes), widenHalf) }],
  // The upper half of a 32-bit float.
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
