import { unzipSync } from "fflate";

/** Files of a .zip archive by name. */
export function unzip(bytes: Uint8Array): Map<string, Uint8Array> {
  return new Map(Object.entries(unzipSync(bytes)));
}
