import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { preview } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The address at which the built page is served. */
    pageAddress: string;
  }
}

/** Builds the page as users get it, and serves it for the journeys on a free port. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const outDir = mkdtempSync(join(tmpdir(), "cytotope-e2e-"));
  // The build runs in its own process, because NODE_ENV of a test run would put React's
  // development build into the page.
  execFileSync(
    process.execPath,
    [join(root, "node_modules/vite/bin/vite.js"), "build", "--outDir", outDir, "--emptyOutDir", "--logLevel", "warn"],
    { cwd: root, stdio: "inherit", env: { ...process.env, NODE_ENV: "production" } },
  );
  const server = await preview({
    root,
    logLevel: "warn",
    configFile: join(root, "vite.config.ts"),
    build: { outDir },
    preview: { port: 0, strictPort: false },
  });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("The preview server has no address.");
  project.provide("pageAddress", address);
  return async () => {
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  };
}
