import { problemError } from "../domain/errors.ts";
import { numberFormats } from "./widen-floats.ts";

/*
 * safetensors (https://github.com/huggingface/safetensors, "Format"). A file consists of
 *
 * - eight bytes: the header's length as a little-endian 64-bit integer;
 * - the header: JSON that maps each tensor's name to its dtype, shape and place in the data (`data_offsets`, half-open,
 *   counted from the data's first byte). It can have texts under `__metadata__`. It is padded with spaces so that the
 *   data starts at a multiple of eight bytes;
 * - the data, without gaps.
 *
 * PyTorch reads it with `safetensors.torch.load_file`. Weights are written as 32-bit floats; other floats are converted
 * to these when they are read. Typed arrays are little-endian on every machine that runs a browser, so bytes are copied
 * as they are.
 */

/** A tensor. The values are row-major; their number is the product of the shape. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A tensor to write: weights, or the counters that torch stores with them. */
export interface WritableTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

const metadataKey = "__metadata__";
/** Bytes. The reference implementation refuses longer headers. */
const longestHeader = 100_000_000;

/**
 * Encodes tensors as a .safetensors file, in the map's order.
 *
 * @param metadata texts to put into the header.
 * @param subject the model's name in error messages.
 * @throws StorageBroken which names the first tensor whose shape does not fit its values.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, WritableTensor>,
  metadata: Readonly<Record<string, string>>,
  subject = "model",
): Uint8Array<ArrayBuffer> {
  const header: [string, unknown][] = [[metadataKey, metadata]];
  let offset = 0;
  for (const [name, { shape, values }] of tensors) {
    if (name === metadataKey) throw broken(subject, `A tensor cannot be named ${metadataKey}.`);
    const count = elementCount(shape);
    if (count === null)
      throw broken(subject, `Tensor ${JSON.stringify(name)} has the impossible shape [${shape.join(", ")}].`);
    if (count !== values.length) {
      throw broken(
        subject,
        `Tensor ${JSON.stringify(name)} has ${values.length} values; its shape [${shape.join(", ")}] needs ${count}.`,
      );
    }
    const end = offset + values.byteLength;
    header.push([name, { dtype: values instanceof Float32Array ? "F32" : "I64", shape, data_offsets: [offset, end] }]);
    offset = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(text, 8);
  let place = 8 + headerLength;
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), place);
    place += values.byteLength;
  }
  return bytes;
}

/**
 * Reads a .safetensors file strictly: it checks everything that the format demands.
 *
 * @param subject the file's name in error messages.
 * @returns tensors in the order of their data, with copies of the values, so that `bytes` can be freed. Tensors of
 *   integers and booleans are no weights and are left out.
 * @throws StorageBroken which says what is wrong, and names the first tensor that is wrong.
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  subject = "model",
): { tensors: Map<string, StoredTensor>; metadata: Record<string, string> } {
  if (bytes.length < 8) throw broken(subject, "The file is too short to be a safetensors file.");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(longestHeader) || Number(length) > bytes.length - 8) {
    throw broken(
      subject,
      length > BigInt(longestHeader)
        ? "The file is no .safetensors file, whatever its name says, or its start is damaged."
        : `The file is cut off: its header should have ${length} bytes, but only ${bytes.length - 8} bytes follow.`,
    );
  }
  const dataStart = 8 + Number(length);
  const entries = parseHeader(bytes.subarray(8, dataStart), subject);
  const metadata = readMetadata(entries.get(metadataKey), subject);
  entries.delete(metadataKey);

  const placed = [...entries].map(([name, entry]) => readEntry(name, entry, subject)).sort((a, b) => a.begin - b.begin);
  const tensors = new Map<string, StoredTensor>();
  let expected = 0;
  for (const { name, shape, begin, end, widen } of placed) {
    if (begin !== expected) {
      throw broken(
        subject,
        `Tensor ${JSON.stringify(name)} starts at byte ${begin} of the data instead of byte ${expected}.`,
      );
    }
    if (end > bytes.length - dataStart) {
      throw broken(
        subject,
        `The file is cut off: its tensor ${JSON.stringify(name)} ends at byte ${end} of the data, which has ${bytes.length - dataStart}.`,
      );
    }
    if (widen) tensors.set(name, { shape, values: widen(bytes.slice(dataStart + begin, dataStart + end).buffer) });
    expected = end;
  }
  if (expected !== bytes.length - dataStart) {
    throw broken(subject, `${bytes.length - dataStart - expected} bytes of the data belong to no tensor.`);
  }
  return { tensors, metadata };
}

function parseHeader(bytes: Uint8Array, subject: string): Map<string, unknown> {
  let cause: unknown;
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    if (bytes[0] === 0x7b && isRecord(header)) return new Map(Object.entries(header));
  } catch (error) {
    // The text is no JSON, or no UTF-8. The problem is thrown below.
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    cause = error;
  }
  throw broken(subject, "The header is not a JSON object.", cause);
}

function readMetadata(entry: unknown, subject: string): Record<string, string> {
  if (entry === undefined) return {};
  if (isRecord(entry)) {
    const pairs = Object.entries(entry);
    if (pairs.every((pair): pair is [string, string] => typeof pair[1] === "string")) return Object.fromEntries(pairs);
  }
  throw broken(subject, `${metadataKey} is not a list of texts.`);
}

function readEntry(name: string, entry: unknown, subject: string) {
  if (!isRecord(entry)) throw broken(subject, `Tensor ${JSON.stringify(name)} has no description.`);
  const format = numberFormats.get(String(entry["dtype"]));
  if (format === undefined) {
    const known = [...numberFormats.keys()].join(", ");
    throw broken(
      subject,
      `Tensor ${JSON.stringify(name)} is of type ${JSON.stringify(entry["dtype"])}, which cannot be read. The types that can be read are ${known}.`,
    );
  }
  const { shape, data_offsets: offsets } = entry;
  const count = isNumbers(shape) ? elementCount(shape) : null;
  if (count === null || !isNumbers(shape)) {
    throw broken(subject, `Tensor ${JSON.stringify(name)} has the impossible shape ${JSON.stringify(shape)}.`);
  }
  if (!isNumbers(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    throw broken(subject, `Tensor ${JSON.stringify(name)} has the impossible place ${JSON.stringify(offsets)}.`);
  }
  const [begin = 0, end = 0] = offsets;
  const needed = format.bytes * count;
  if (end - begin !== needed) {
    throw broken(
      subject,
      `Tensor ${JSON.stringify(name)} has ${end - begin} bytes; its shape [${shape.join(", ")}] needs ${needed}.`,
    );
  }
  return { name, shape, begin, end, widen: format.widen };
}

/** Product of the shape (1 for a scalar); null when a side or the product is no whole number >= 0. */
function elementCount(shape: readonly number[]): number | null {
  const count = shape.reduce((product, side) => product * side, 1);
  return [...shape, count].every(isCount) ? count : null;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number");
}

function broken(subject: string, message: string, cause?: unknown): Error {
  return problemError(
    {
      tag: "StorageBroken",
      subject,
      message,
      remedy: "Use another copy of the file: download or export it again.",
    },
    { cause },
  );
}
