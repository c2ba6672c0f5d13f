import type { SourceFile } from "../../domain/tile/tile.ts";

/** Size of a file in bytes, of an archive's member once unpacked; -1 for a member whose size nobody told. */
export function fileBytes(source: SourceFile): number {
  return source.size ?? (source.entry === undefined ? source.file.size : -1);
}
