import type { SourceFile } from "../../domain/tile/tile.ts";

/** Size of a file, or of an archive's unpacked member, in bytes. -1 stands for a member whose size is not known. */
export function fileBytes(source: SourceFile): number {
  return source.size ?? (source.entry === undefined ? source.file.size : -1);
}
