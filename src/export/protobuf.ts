/*
 * Just enough of protobuf's wire format (https://protobuf.dev/programming-guides/encoding/) to write a message: a field is its
 * number and wire type as a variable-length integer, then its value. A message is kept as parts until the end, so that large
 * arrays of bytes are copied once.
 */

/** An encoded message, or a part of one. */
export type Message = readonly Uint8Array<ArrayBuffer>[];

/** @param value a whole number from 0 up */
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

/** A 32-bit float. */
export function floatField(field: number, value: number): Message {
  return [Uint8Array.from([...key(field, 5), ...new Uint8Array(Float32Array.of(value).buffer)])];
}

/** A message inside a message, or plain bytes. */
export function nestedField(field: number, message: Message): Message {
  const length = message.reduce((sum, part) => sum + part.byteLength, 0);
  return [Uint8Array.from([...key(field, 2), ...variableLength(length)]), ...message];
}

export function textField(field: number, text: string): Message {
  return nestedField(field, [new TextEncoder().encode(text)]);
}
