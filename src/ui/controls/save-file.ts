import type { ExportedFile } from "../../domain/dataset/exported-file.ts";

/** Hands a file to the browser's downloads. The address is released a minute later, when every browser has read it. */
export function saveFile({ name, file }: ExportedFile): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
