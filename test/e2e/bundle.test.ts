import { gzipSync } from "node:zlib";
import { expect, inject, it } from "vitest";

const entryLimit = 250;

async function download(path: string): Promise<string> {
  const response = await fetch(new URL(path, inject("pageAddress")));
  expect(response.ok, path).toBe(true);
  return response.text();
}

it("loads at most 250 kB (gzip) of script before the first paint, without TensorFlow.js and OpenCV", async () => {
  const html = await download("/");
  const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? "");
  expect(scripts.length).toBeGreaterThan(0);
  let kilobytes = 0;
  for (const path of scripts) {
    const text = await download(path);
    kilobytes += gzipSync(text).length / 1000;
    expect(text).not.toMatch(/Conv2DBackpropFilter|distanceTransform/);
  }
  console.log(`entry chunk: ${kilobytes.toFixed(0)} kB gzip (limit ${entryLimit} kB)`);
  expect(kilobytes).toBeLessThanOrEqual(entryLimit);
});

it("is served cross-origin isolated", async () => {
  const response = await fetch(inject("pageAddress"));
  expect(response.headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(response.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
});
