/**
 * The header is padded to a multiple of this many bytes, so that the data is aligned when the file is mapped to memory.
 */
const alignment = 64;

/**
 * The header of a NumPy file, format 1.0 (numpy.lib.format), for a C-ordered array of little-endian float32. The values
 * come after it.
 *
 * @param shape a few axes at most, because the header has room for 65,535 bytes.
 */
export function npyHeader(shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${axes}), }`;
  const length = alignment * Math.ceil((10 + dictionary.length + 1) / alignment);
  const bytes = new Uint8Array(length).fill(0x20);
  bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0]);
  new DataView(bytes.buffer).setUint16(8, length - 10, true);
  bytes.set(new TextEncoder().encode(dictionary), 10);
  bytes[length - 1] = 0x0a;
  return bytes;
}
