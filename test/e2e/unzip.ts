import { unzipSync } from "fflate";

/** Unpacks a .zip archive. The files are keyed by their names. */
export function unzip(bytes: Uint8Array): Map<string, Uint8Array> {
  return new Map(Object.entries(unzipSync(bytes)));
}
