import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A Markdown file of this repository. */
export interface Document {
  /** From the root, for instance `docs/runs.md`. */
  readonly path: string;
  readonly text: string;
}

export function readDocument(path: string): Document {
  return { path, text: readFileSync(join(root, path), "utf8") };
}

/** Whether a file or folder is there. @param path from the root */
export function isThere(path: string): boolean {
  return existsSync(join(root, path));
}

/** All documents: those beside `package.json`, and those in `docs`. */
export const documents: readonly Document[] = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
].map(readDocument);

const codePaths = [
  ...readdirSync(root),
  ...["src", "workers", "test", "docs", ".ci"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) =>
      posix.join(folder, path.replaceAll("\\", "/")),
    ),
  ),
];

/** Whether a file of code is there. @param end its name, with as many of its folders before it as the text gives */
export function isCodeThere(end: string): boolean {
  return codePaths.some((path) => path === end || path.endsWith(`/${end}`));
}
