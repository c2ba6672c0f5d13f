import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the built page is served. */
    pageAddress: string;
  }
}

/** Builds the page as users get it and serves it for the journeys, on a free port. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const outDir = mkdtempSync(join(tmpdir(), "cytotope-e2e-"));
  const shared = { root, logLevel: "warn" as const, configFile: join(root, "vite.config.ts") };
  await build({ ...shared, build: { outDir, emptyOutDir: true } });
  const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, strictPort: false } });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("The preview server has no address.");
  project.provide("pageAddress", address);
  return async () => {
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  };
}
