/**
 * Builds a gray 8-bit TIFF of 1 x 1 px byte by byte, with the given description and resolution. The resolution is
 * in px for each unit, and is stored as a fraction over 1000.
 */
export function buildTiff(description: string, perUnit: number | null, unit: number): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(`${description}\0`);
  const count = perUnit === null ? 9 : 11;
  const directory = 8;
  const after = directory + 2 + count * 12 + 4;
  const [textAt, fractionAt, pixelAt] = [after, after + text.length, after + text.length + 8];
  const bytes = new Uint8Array(pixelAt + 1);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0, directory, 0, 0, 0]);
  view.setUint16(directory, count, true);
  const [short, long, ascii, rational] = [3, 4, 2, 5];
  const entries = [
    [256, short, 1, 1],
    [257, short, 1, 1],
    [258, short, 1, 8],
    [259, short, 1, 1],
    [262, short, 1, 1],
    [270, ascii, text.length, textAt],
    [273, long, 1, pixelAt],
    [278, short, 1, 1],
    [279, long, 1, 1],
    [282, rational, 1, fractionAt],
    [296, short, 1, unit],
  ];
  entries.slice(0, count).forEach(([tag = 0, type = 0, length = 0, value = 0], index) => {
    const at = directory + 2 + index * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, length, true);
    view.setUint32(at + 8, value, true);
  });
  bytes.set(text, textAt);
  view.setUint32(fractionAt, Math.round((perUnit ?? 0) * 1000), true);
  view.setUint32(fractionAt + 4, 1000, true);
  bytes[pixelAt] = 77;
  return bytes;
}
