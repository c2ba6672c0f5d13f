import { openBackend } from "../../../src/learning/backend/backend.ts";

// Opens each kind of backend in a worker, because training runs in a worker, and posts the backends' facts.
const opened = [];
for (const kind of ["webgpu", "webgl", "cpu"] as const) {
  const backend = await openBackend(kind);
  opened.push(backend.info);
  backend.close();
}
self.postMessage(opened);
