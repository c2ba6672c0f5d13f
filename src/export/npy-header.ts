/** The header's length is filled up to a multiple of this, so that the data lies well in memory when mapped. */
const alignment = 64;

/**
 * The header of a NumPy file, format 1.0 (numpy.lib.format), of a C-ordered array of little-endian float32. The values follow it.
 * @param shape at most a few axes: the header has room for 65,535 bytes.
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
