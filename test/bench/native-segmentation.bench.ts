import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { encode } from "fast-png";
import { expect, it } from "vitest";
import { defaultSegmentationOptions as options } from "../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../src/domain/tile/tile.ts";
import { loadOpenCV } from "../../src/segmentation/opencv.ts";
import { segmentTile } from "../../src/segmentation/segment-tile.ts";
import { drawTile } from "../unit/segmentation/draw-tile.ts";
import { readRealTiles } from "../unit/segmentation/real-images.ts";

const rounds = 5;

interface NativeTimes {
  readonly name: string;
  readonly working: number;
  readonly full: number;
  readonly cells: number;
}

/**
 * Times the native stages with Debian's Python, which finds Debian's packages.
 * @returns null if scikit-image is not installed
 */
function nativeTimes(folder: string, diameter: number, name: string): NativeTimes | null {
  const script = resolve(import.meta.dirname, "native-segmentation.py");
  const { status, stdout } = spawnSync("/usr/bin/python3", [script, folder, String(diameter), String(rounds), name], {
    encoding: "utf8",
  });
  return status === 0 ? (JSON.parse(stdout) as NativeTimes) : null;
}

it("compares scipy and scikit-image with ours on one core, from decoded tile to label maps", async () => {
  const opencv = await loadOpenCV();
  const real = readRealTiles();
  if (real.length === 0) console.log("The reference tiles are not there: a drawn tile is used instead.");
  const tiles = real.length > 0 ? real : [{ name: "drawn", ...drawTile(2048, 2048, 170, 1) }];
  const folder = mkdtempSync(join(tmpdir(), "cytotope-bench-"));
  try {
    for (const { name, pixels } of tiles) {
      const { width, height } = pixels;
      for (const [channel, samples] of Object.entries(pixels.channels)) {
        if (samples === null) continue;
        const data = Uint8Array.from(samples);
        writeFileSync(join(folder, `${name}_${channel}.png`), encode({ width, height, data, channels: 1 }));
      }
      const { nucleusDiameter } = segmentTile(opencv, pixels, options, tileId(name));
      const times = Array.from({ length: rounds }, () => {
        const start = performance.now();
        segmentTile(opencv, pixels, { ...options, nucleusDiameter }, tileId(name));
        return performance.now() - start;
      }).sort((a, b) => a - b);
      const own = times[rounds >> 1]!;
      const native = nativeTimes(folder, nucleusDiameter, name);
      if (native === null) {
        console.log("scikit-image is not there (Debian: python3-skimage python3-scipy): nothing to compare with.");
        return;
      }
      console.log(
        `${name.slice(0, 8)} ${width} px: ${own.toFixed(0)} ms; native at the same scale ${native.working.toFixed(0)} ms ` +
          `(${(native.working / own).toFixed(2)} times ours), at full scale ${native.full.toFixed(0)} ms ` +
          `(${(native.full / own).toFixed(1)} times ours)`,
      );
      expect(native.full / own).toBeGreaterThan(5);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 600_000);
