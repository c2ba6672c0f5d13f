/*
 * The part of protobuf's wire format (https://protobuf.dev/programming-guides/encoding/) that is needed to write a
 * message. A field consists of its number and wire type as a variable-length integer, and its value. A message stays in
 * parts until the end, so that large arrays of bytes are copied only once.
 */

/** An encoded message, or a part of one. */
export type Message = readonly Uint8Array<ArrayBuffer>[];

/** @param value a whole number >= 0. */
function variableLength(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

const key = (field: number, wireType: 0 | 2 | 5) => variableLength(field * 8 + wireType);

export function wholeField(field: number, value: number): Message {
  return [Uint8Array.from([...key(field, 0), ...variableLength(value)])];
}

/** A field with a 32-bit float. */
export function floatField(field: number, value: number): Message {
  return [Uint8Array.from([...key(field, 5), ...new Uint8Array(Float32Array.of(value).buffer)])];
}

/** A field with a message inside of the message, or with plain bytes. */
export function nestedField(field: number, message: Message): Message {
  const length = message.reduce((sum, part) => sum + part.byteLength, 0);
  return [Uint8Array.from([...key(field, 2), ...variableLength(length)]), ...message];
}

export function textField(field: number, text: string): Message {
  return nestedField(field, [new TextEncoder().encode(text)]);
}
