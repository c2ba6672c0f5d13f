import type { Cell } from "../../../../src/domain/cell/cell.ts";
import type { TileView } from "../../../../src/domain/cell/tile-view.ts";
import type { TileRecord } from "../../../../src/domain/dataset/tile-record.ts";
import { hpaClasses, type TilePredictions } from "../../../../src/domain/localisation/localisation.ts";
import { channelNames, type TileId, tileId } from "../../../../src/domain/tile/tile.ts";

/** A small seeded generator of random numbers in [0, 1) (Mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function makeRecord(name: string, overrides: Partial<TileRecord> = {}): TileRecord {
  return {
    id: tileId(name),
    status: "ready",
    width: 512,
    height: 384,
    bitDepth: 16,
    pixelSize: null,
    missingChannels: [],
    problem: null,
    maskSource: "segmented",
    mask: null,
    cellCount: 16,
    segmentation: null,
    segmentedWith: null,
    correctedCells: 0,
    nucleusDiameter: 44,
    estimatedDiameter: 44,
    weakLabel: [0, 16],
    sample: false,
    addedAt: 1_700_000_000_000,
    processingSeconds: 1.4,
    ...overrides,
  };
}

/** Makes a tile of cells around the centres of a jittered grid, with nuclei, filaments and a protein. */
export function makeView(record: TileRecord, predicted: string | null, seed = 1): TileView {
  const { width, height } = record;
  const random = seeded(seed);
  const columns = 5;
  const rows = 4;
  const centres = Array.from({ length: columns * rows }, (_, index) => ({
    x: ((index % columns) + 0.5 + (random() - 0.5) * 0.6) * (width / columns),
    y: (Math.floor(index / columns) + 0.5 + (random() - 0.5) * 0.6) * (height / rows),
    size: (0.42 + 0.16 * random()) * (width / columns),
    pattern: Math.floor(random() * 3),
  }));
  const full = record.bitDepth === 16 ? 9000 : 200;
  const make = () => (record.bitDepth === 16 ? new Uint16Array(width * height) : new Uint8Array(width * height));
  const channels = { red: make(), green: make(), blue: make(), yellow: make() };
  const cellLabels = new Uint16Array(width * height);
  const nucleusLabels = new Uint16Array(width * height);
  const sums = centres.map(() => ({ area: 0, nucleus: 0, x: 0, y: 0, left: width, top: height, right: 0, bottom: 0 }));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      let best = 0;
      let distance = Number.POSITIVE_INFINITY;
      centres.forEach((centre, index) => {
        // Even the largest wobble brings a centre no nearer than this, so that most centres need no angle.
        const reach = distance * centre.size * 1.12;
        if ((x - centre.x) ** 2 + (y - centre.y) ** 2 >= reach * reach) return;
        const wobble = 1 + 0.12 * Math.sin(3 * Math.atan2(y - centre.y, x - centre.x) + index);
        const d = Math.hypot(x - centre.x, y - centre.y) / (centre.size * wobble);
        if (d < distance) {
          distance = d;
          best = index;
        }
      });
      const noise = full * 0.03 * random();
      const inside = distance < 1;
      const nucleus = distance < 0.42;
      const fall = inside ? 1 - 0.6 * distance : 0.03;
      channels.red[at] = noise + full * fall * (0.35 + 0.3 * Math.sin(x / 2.3 + y / 3.1) ** 2) * (nucleus ? 0.3 : 1);
      channels.yellow[at] = noise + full * fall * 0.5 * (nucleus ? 0.2 : 1);
      channels.blue[at] = noise + (nucleus ? full * (0.7 - distance * 0.5) : 0);
      const pattern = centres[best]?.pattern ?? 0;
      const protein =
        pattern === 0
          ? nucleus
            ? 0.7
            : 0.05
          : pattern === 1
            ? inside && !nucleus
              ? 0.5
              : 0.05
            : inside && distance > 0.86
              ? 0.8
              : 0.08;
      channels.green[at] = noise + full * protein * (inside ? 1 : 0.05);
      if (!inside) continue;
      cellLabels[at] = best + 1;
      const sum = sums[best];
      if (sum === undefined) continue;
      sum.area += 1;
      sum.x += x;
      sum.y += y;
      sum.left = Math.min(sum.left, x);
      sum.top = Math.min(sum.top, y);
      sum.right = Math.max(sum.right, x + 1);
      sum.bottom = Math.max(sum.bottom, y + 1);
      if (nucleus) {
        nucleusLabels[at] = best + 1;
        sum.nucleus += 1;
      }
    }
  }
  for (const name of record.missingChannels) channels[name].fill(0);
  const missing = new Set<string>(record.missingChannels);
  const cells: Cell[] = sums.map(({ area, nucleus, x, y, ...box }, index) => ({
    tileId: record.id,
    number: index + 1,
    box,
    centroid: { x: x / area, y: y / area },
    area,
    nucleusArea: nucleus,
    touchesBorder: box.left === 0 || box.top === 0 || box.right === width || box.bottom === height,
    corrected: false,
    meanIntensity: {
      red: full * 0.3,
      green: full * 0.21,
      blue: full * 0.1,
      yellow: missing.has("yellow") ? null : full * 0.3,
    },
    measurements: null,
  }));
  const planes = Object.fromEntries(
    channelNames.map((name) => [name, missing.has(name) ? null : channels[name]]),
  ) as TileView["pixels"]["channels"];
  return {
    record,
    pixels: { width, height, bitDepth: record.bitDepth ?? 16, channels: planes },
    cellMap: { width, height, labels: cellLabels, count: cells.length },
    nucleusMap: { width, height, labels: nucleusLabels, count: cells.length },
    contrast: {
      red: [full * 0.02, full * 0.6],
      green: [full * 0.02, full * 0.8],
      blue: [full * 0.02, full * 0.7],
      yellow: [full * 0.02, full * 0.55],
    },
    cells,
    history: { done: 0, undone: 0 },
    predictions: predicted === null ? null : makePredictions(record.id, predicted, cells.length, seed),
  };
}

export function makePredictions(id: TileId, modelId: string, cells: number, seed = 1): TilePredictions {
  const random = seeded(seed + 77);
  const classes = hpaClasses.names.length;
  const probabilities = new Float32Array(cells * classes);
  const tops = [0, 16, 13, 8, 0, 18];
  for (let cell = 0; cell < cells; cell += 1) {
    for (let index = 0; index < classes; index += 1) probabilities[cell * classes + index] = random() ** 3 * 0.5;
    probabilities[cell * classes + (tops[Math.floor(random() * tops.length)] ?? 0)] = 0.55 + 0.43 * random();
  }
  return { tileId: id, modelId, numbers: Array.from({ length: cells }, (_, index) => index + 1), probabilities };
}
