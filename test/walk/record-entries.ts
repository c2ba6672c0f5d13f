import { relative } from "node:path";
import type { Plugin } from "vite";

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** All functions below a node of the syntax tree, the node included. */
function listFunctions(node: Node): Node[] {
  const inside = Object.values(node)
    .flat()
    .filter((child): child is Node => typeof child === "object" && child !== null && "type" in child)
    .flatMap(listFunctions);
  return functions.has(node.type) ? [node, ...inside] : inside;
}

/**
 * Makes every function of `src` say when it is entered: `globalThis.recordEntry("src/ingest/files/list-files.ts", 0)`, where the
 * number is the function's index in its file.
 */
export function recordEntries(root: string): Plugin {
  return {
    name: "record-entries",
    enforce: "post",
    transform(code, id) {
      const file = relative(root, id.split("?")[0] ?? id);
      if (!/^src\/.*\.tsx?$/.test(file)) return null;
      const insertions: { readonly at: number; readonly text: string }[] = [];
      for (const [index, { body }] of listFunctions(this.parse(code) as unknown as Node).entries()) {
        const { type, start, end } = body as Node;
        const entry = `globalThis.recordEntry?.(${JSON.stringify(file)}, ${index})`;
        if (type === "BlockStatement") insertions.push({ at: start + 1, text: `${entry};` });
        else insertions.push({ at: start, text: `(${entry}, ` }, { at: end, text: ")" });
      }
      let out = code;
      // From the back, so that positions before stay true; of two at one place the inner one comes first.
      for (const { at, text } of insertions.sort((a, b) => b.at - a.at)) out = out.slice(0, at) + text + out.slice(at);
      return { code: out, map: null };
    },
  };
}
