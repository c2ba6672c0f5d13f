import type { SourceFile } from "../../../src/domain/tile/tile.ts";

/** Makes a user's file with this name and content. */
export function sourceOf(name: string, bytes: Uint8Array<ArrayBuffer> = Uint8Array.of(1)): SourceFile {
  return { name, file: new File([bytes], name) };
}
