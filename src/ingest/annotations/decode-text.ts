/**
 * Decodes the text of a table. A byte-order mark at its start means UTF-16, which PowerShell and Excel's "Unicode
 * text" write. Everything else is read as UTF-8. The mark is not part of the result. The function never throws.
 */
export function decodeText(bytes: Uint8Array<ArrayBuffer>): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder().decode(bytes);
}
