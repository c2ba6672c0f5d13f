import { relative } from "node:path";
import type { Plugin } from "vite";

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** Returns all functions below a node of the syntax tree, including the node itself. */
function listFunctions(node: Node): Node[] {
  const inside = Object.values(node)
    .flat()
    .filter((child): child is Node => typeof child === "object" && child !== null && "type" in child)
    .flatMap(listFunctions);
  return functions.has(node.type) ? [node, ...inside] : inside;
}

/**
 * A plugin that makes every function of `src` record when it is entered. It inserts a call such as
 * `globalThis.recordEntry("src/ingest/files/list-files.ts", 0)`. The number is the function's index in its file.
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
      // It inserts from the back, so that earlier positions stay valid. Of two texts at one place the inner comes
      // first.
      for (const { at, text } of insertions.sort((a, b) => b.at - a.at)) out = out.slice(0, at) + text + out.slice(at);
      return { code: out, map: null };
    },
  };
}
