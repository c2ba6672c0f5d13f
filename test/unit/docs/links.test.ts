import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import packageJson from "../../../package.json" with { type: "json" };
import { type Document, documents, isCodeThere, isThere, readDocument } from "./documents.ts";

/*
 * The links, files, folders and scripts that the documents name exist. A recipe names a file that a reader is to write
 * with a placeholder, `<name>.ts`.
 */

/** The name that GitHub gives a heading's anchor. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}

function anchorsOf({ text }: Document): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));
}

/** Links that lead nowhere. Addresses of other sites are not asked for. */
function deadLinks(document: Document): string[] {
  const links = [...document.text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = "", anchor] = link.split("#");
    const path = file === "" ? document.path : posix.join(posix.dirname(document.path), file);
    if (!isThere(path)) return true;
    return anchor !== undefined && !anchorsOf(readDocument(path)).includes(anchor);
  });
}

/** Paths from the root, and names of code files, that are nowhere. */
function lostFiles({ text }: Document): string[] {
  const paths = text.matchAll(/(?<![\w./-])(?:src|workers|test|docs|public|\.ci)\/[\w./-]*\w(?![\w./-]*[<*{])/g);
  const names = text.matchAll(/(?<![\w./<>*-])[\w-][\w./-]*\.(?:tsx?|mjs|py)\b/g);
  return [
    ...new Set([
      ...[...paths].map(([path]) => path).filter((path) => !isThere(path)),
      ...[...names].map(([name]) => name).filter((name) => !isCodeThere(name)),
    ]),
  ];
}

/** npm's own commands that need no script. */
const builtIn = ["ci", "install"];

function unknownScripts({ text }: Document): string[] {
  const asked = text.matchAll(/\bnpm (?:run )?([a-z]+)/g);
  const names = [...asked].map(([, name = ""]) => name).filter((name) => !builtIn.includes(name));
  return [...new Set(names)].filter((name) => !Object.keys(packageJson.scripts).includes(name));
}

describe.each(documents)("$path", (document) => {
  it("has no dead links", () => {
    expect(deadLinks(document)).toEqual([]);
  });

  it("names files that are there", () => {
    expect(lostFiles(document)).toEqual([]);
  });

  it("names scripts of package.json", () => {
    expect(unknownScripts(document)).toEqual([]);
  });
});
