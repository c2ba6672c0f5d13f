/**
 * The text of a table. A byte-order mark tells UTF-16, which PowerShell and Excel's "Unicode text" write; all else is UTF-8.
 * The mark itself is left out. Never throws.
 */
export function decodeText(bytes: Uint8Array<ArrayBuffer>): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder().decode(bytes);
}
