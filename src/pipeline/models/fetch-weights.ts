import { throwIfCancelled } from "../../domain/cancel.ts";
import { problemError, problemFrom } from "../../domain/errors.ts";
import { openPauses } from "../../domain/open-pauses.ts";
import { sha256 } from "../../domain/sha-256.ts";
import { type DownloadNote, deleteDownload, findDownload, openDownload } from "../../storage/download-store.ts";
import { roomFor } from "../../storage/files/quota.ts";

/** Called when bytes arrive; `of` is null when the server does not send a length. */
export type OnBytes = (done: number, of: number | null) => void;

function failed(subject: string, message: string, remedy: string, cause?: unknown): Error {
  return problemError({ tag: "DownloadFailed", subject, message, remedy }, { cause });
}

/** @throws DownloadFailed when the text is no address that can be fetched. */
function checkAddress(text: string): URL {
  const address = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (address?.protocol === "https:" || address?.protocol === "http:") return address;
  throw failed(
    text,
    "This is no web address.",
    "Enter one that starts with https:// and leads to a .safetensors or .h5 file.",
  );
}

/** The last part of the address, as a browser names a download. */
function fileName({ pathname, hostname }: URL): string {
  return decodeURIComponent(pathname.split("/").at(-1) || hostname);
}

/** 24 hexadecimal digits: enough to tell addresses apart, short enough for a file's name. */
async function keyOf(address: URL): Promise<string> {
  return (await sha256(address.href)).slice(0, 24);
}

function noteOf(address: URL, response: Response, from: number): DownloadNote {
  const length = Number(response.headers.get("content-length") ?? Number.NaN);
  return {
    address: address.href,
    length: Number.isSafeInteger(length) ? from + length : null,
    version: response.headers.get("etag") ?? response.headers.get("last-modified"),
  };
}

const sameFile = (a: DownloadNote, b: DownloadNote) => a.length === b.length && a.version === b.version;

/**
 * Requests the file, or the rest of it when a part is stored. The server sends the whole file when it does not know
 * ranges or has another version by now.
 */
async function request(
  address: URL,
  name: string,
  kept: { file: File; note: DownloadNote } | null,
  signal: AbortSignal,
) {
  const ask = (headers: Record<string, string>) =>
    // Nothing of the user's goes along: no cookies, no page address.
    fetch(address, { headers, signal, credentials: "omit", referrerPolicy: "no-referrer" }).catch((error: unknown) => {
      throwIfCancelled(signal);
      throw failed(
        name,
        `${address.host} could not be reached, or does not let web pages read its files.`,
        "Check the address and the connection, or download the file with the browser and drop it here.",
        error,
      );
    });
  const from = kept?.file.size ?? 0;
  if (kept !== null && from > 0 && from !== kept.note.length) {
    const response = await ask({ Range: `bytes=${from}-` });
    const note = noteOf(address, response, from);
    if (response.status === 206 && sameFile(kept.note, note)) return { response, note, from };
    await response.body?.cancel();
  }
  const response = await ask({});
  if (!response.ok) {
    await response.body?.cancel();
    throw failed(
      name,
      `${address.host} answered ${response.status}${response.statusText ? ` (${response.statusText})` : ""}.`,
      "Check the address: it must lead to the file itself, without a login.",
    );
  }
  return { response, note: noteOf(address, response, 0), from: 0 };
}

/**
 * Fetches a file into the private file system, and goes on with a download that broke off or was cancelled. It runs
 * in a worker, and only when the user asked for it.
 * @returns The whole file. `forget` removes it when it is no longer needed.
 * @throws DownloadFailed, QuotaExceeded, StorageBroken; an AbortError when `signal` ends it. The bytes that came are
 * kept.
 * @throws Cancelled when the signal is aborted.
 */
export async function fetchWeights(
  text: string,
  onBytes: OnBytes,
  signal: AbortSignal,
): Promise<{ readonly file: File; readonly name: string; readonly forget: () => Promise<void> }> {
  const address = checkAddress(text);
  const name = fileName(address);
  const key = await keyOf(address);
  const forget = () => deleteDownload(key);
  const kept = await findDownload(key, name);
  if (kept !== null && kept.file.size > 0 && kept.file.size === kept.note.length)
    return { file: kept.file, name, forget };
  const { response, note, from } = await request(address, name, kept, signal);
  if (note.length !== null) await roomFor(note.length - from, name);
  const writer = await openDownload(key, note, from, name);
  const pause = openPauses(signal);
  let done = from;
  try {
    onBytes(done, note.length);
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      writer.write(part.value);
      done += part.value.byteLength;
      onBytes(done, note.length);
      await pause();
    }
  } catch (error) {
    throwIfCancelled(signal);
    if (problemFrom(error, name).tag !== "Unexpected") throw error;
    throw failed(
      name,
      `The connection to ${address.host} broke off after ${done} bytes.`,
      "Fetch it again: it goes on from there.",
      error,
    );
  } finally {
    writer.close();
  }
  if (note.length !== null && done < note.length) {
    throw failed(
      name,
      `${address.host} ended after ${done} of ${note.length} bytes.`,
      "Fetch it again: it goes on from there.",
    );
  }
  const whole = await findDownload(key, name);
  if (whole === null) throw failed(name, "The fetched file is not there any more.", "Fetch it again.");
  return { file: whole.file, name, forget };
}
