import type { SourceFile } from "../../domain/tile/tile.ts";
import { fileBytes } from "../files/file-bytes.ts";

/**
 * Whether two handles seem to be copies of one file: the names without folders are equal in any
 * case, and so are the sizes.
 */
export function sameFile(a: SourceFile, b: SourceFile): boolean {
  return fileBytes(a) === fileBytes(b) && baseName(a.name) === baseName(b.name);
}

function baseName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1).toLowerCase();
}
