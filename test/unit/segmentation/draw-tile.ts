import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import type { TilePixels } from "../../../src/domain/tile/tile.ts";

/** A reproducible stream of numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface DrawnTile {
  readonly pixels: TilePixels;
  readonly truth: LabelMap;
}

/**
 * Draws a tile of simple cells with known truth: oval nuclei in round cells on a jittered grid. Each pixel belongs to
 * the nearest nucleus, neighbours have a dim seam between them, cells differ in brightness, and there is noise.
 *
 * @param diameter diameter of a nucleus, px; cells are about 2.2 times as wide.
 */
export function drawTile(
  width: number,
  height: number,
  diameter: number,
  seed: number,
  bitDepth: 8 | 16 = 8,
): DrawnTile {
  const random = seededRandom(seed);
  const pitch = diameter * 1.9;
  const cells: { x: number; y: number; angle: number; stretch: number; gain: number; reach: number }[] = [];
  for (let y = pitch / 2; y < height - pitch / 3; y += pitch) {
    for (let x = pitch / 2; x < width - pitch / 3; x += pitch) {
      if (random() < 0.25) continue;
      cells.push({
        x: x + (random() - 0.5) * diameter * 0.4,
        y: y + (random() - 0.5) * diameter * 0.4,
        angle: random() * Math.PI,
        stretch: 1 + random() * 0.3,
        gain: 0.6 + random() * 0.4,
        reach: diameter * (0.95 + random() * 0.25),
      });
    }
  }
  const full = bitDepth === 8 ? 255 : 65_535;
  const make = (): Uint8Array | Uint16Array =>
    bitDepth === 8 ? new Uint8Array(width * height) : new Uint16Array(width * height);
  const channels = { red: make(), green: make(), blue: make(), yellow: make() };
  const labels = new Uint16Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let nearest = -1;
      let distance = Number.POSITIVE_INFINITY;
      let second = Number.POSITIVE_INFINITY;
      cells.forEach((cell, index) => {
        const away = Math.hypot(cell.x - x, cell.y - y);
        if (away < distance) {
          second = distance;
          distance = away;
          nearest = index;
        } else if (away < second) second = away;
      });
      const cell = cells[nearest];
      const pixel = y * width + x;
      let body = 0.01;
      let stain = 0.01;
      if (cell !== undefined && distance < cell.reach) {
        labels[pixel] = nearest + 1;
        const seam = Math.min(1, 0.25 + (second - distance) / (0.25 * diameter));
        body = cell.gain * (0.9 - (0.6 * distance) / cell.reach) * seam;
        const [dx, dy] = [x - cell.x, y - cell.y];
        const along = dx * Math.cos(cell.angle) + dy * Math.sin(cell.angle);
        const across = dy * Math.cos(cell.angle) - dx * Math.sin(cell.angle);
        const inside = Math.hypot(along / cell.stretch, across * cell.stretch) / (diameter / 2);
        stain = inside < 1 ? 0.6 * cell.gain : 0.02;
      }
      const noise = (): number => (random() - 0.5) * 0.04;
      const sample = (value: number): number => Math.round(Math.min(1, Math.max(0, value + noise())) * full);
      channels.red[pixel] = sample(body);
      channels.green[pixel] = sample(body * 0.5);
      channels.blue[pixel] = sample(stain);
      channels.yellow[pixel] = sample(body * 0.8);
    }
  }
  const used = new Set(labels);
  used.delete(0);
  const order = new Map([...used].sort((a, b) => a - b).map((label, index) => [label, index + 1]));
  return {
    pixels: { width, height, bitDepth, channels },
    truth: { width, height, labels: labels.map((label) => order.get(label) ?? 0), count: order.size },
  };
}
