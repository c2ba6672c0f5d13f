import { readFileSync } from "node:fs";

const file = new URL("../public/starter-model.safetensors", import.meta.url);

/**
 * A plugin that serves a file of weights like a connection that stalls. A request for the whole file gets the first
 * half and then waits until the browser gives up. A request for the rest gets the rest. So a test can cancel a
 * download in its middle and does not depend on timing.
 */
export function halfAFile() {
  return {
    name: "half-a-file",
    configureServer(server) {
      server.middlewares.use("/half-a-file", (request, response) => {
        const bytes = readFileSync(file);
        const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
        response.writeHead(from > 0 ? 206 : 200, {
          "Content-Type": "application/octet-stream",
          "Content-Length": bytes.length - from,
          ETag: '"one"',
        });
        if (from > 0) response.end(bytes.subarray(from));
        else response.write(bytes.subarray(0, bytes.length >> 1));
      });
    },
  };
}
