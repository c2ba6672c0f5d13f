import type { LabelMap } from "../domain/tile/label-map.ts";
import { keepLargestPiece } from "./keep-largest-piece.ts";
import { longestReach, type RadialOutline, radialOutline, relativeDistance } from "./radial-outline.ts";
import { between, normal, type Random } from "./seeded-random.ts";
import { smoothNoise } from "./smooth-noise.ts";

/*
 * Where the cells lie. Nuclei are thrown one after the other, preferably next to one that is there already, so that
 * cells come in clusters with free ground between them; one that would touch another nucleus is thrown again. Around
 * each nucleus stands the outline that its cell would have alone. Where outlines overlap, a pixel goes to the cell in
 * whose outline it lies deepest, relative to the outline's reach: a Voronoi tessellation with elongated cells of
 * different size. The plane is warped before, which makes the shared borders wavy. Nuclei may be cut by the tile's
 * border, and so are their cells.
 */

/** One cell as it was laid out, in px of the tile. */
export interface LaidOutCell {
  /** Centre of its nucleus; may lie outside the tile. */
  readonly x: number;
  readonly y: number;
  /** Mean radius of its nucleus. */
  readonly radius: number;
  /** Direction of its long axis in radians. */
  readonly axis: number;
}

export interface LayoutOptions {
  readonly width: number;
  readonly height: number;
  /** Mean diameter of nuclei, px. */
  readonly nucleusDiameter: number;
  /** Share of the tile that cells would cover if none overlapped, 0..1.5. */
  readonly density: number;
}

export interface Layout {
  readonly cells: LabelMap;
  readonly nuclei: LabelMap;
  /** In the order of their numbers, from number 1. */
  readonly placed: readonly LaidOutCell[];
}

interface Candidate extends LaidOutCell {
  readonly nucleus: RadialOutline;
  readonly body: RadialOutline;
  /** Centre of the body: nuclei sit off centre. */
  readonly bodyX: number;
  readonly bodyY: number;
}

/** Body radius over nucleus radius; in HPA tiles a cell is about four nuclei large. */
const bodyRatio = 2.25;
/** The least share of a nucleus that must lie inside the tile. */
const leastVisible = 0.4;
/** A nucleus keeps this much of its reach around it, in which its own cytoplasm lies. */
const cytoplasmMargin = 1.14;

export function layoutCells(options: LayoutOptions, random: Random): Layout {
  const { width, height } = options;
  const nuclei = new Uint16Array(width * height);
  const placed = placeNuclei(options, nuclei, random);
  const cells = tessellate(placed, width, height, options.nucleusDiameter / 2, random);
  placed.forEach((cell, index) => {
    claimSurroundings(cell, index + 1, cells, nuclei, width, height);
  });
  keepLargestPiece(nuclei, nuclei, placed.length, width);
  keepLargestPiece(cells, nuclei, placed.length, width);
  const count = placed.length;
  return { cells: { width, height, labels: cells, count }, nuclei: { width, height, labels: nuclei, count }, placed };
}

function placeNuclei(options: LayoutOptions, nuclei: Uint16Array, random: Random): Candidate[] {
  const { width, height, nucleusDiameter, density } = options;
  const meanRadius = nucleusDiameter / 2;
  const bodyArea = Math.PI * (bodyRatio * meanRadius) ** 2;
  const wanted = Math.round((density * width * height) / bodyArea);
  // One tile holds one kind of cells: compact and clustered, or long and loose, or something between.
  const elongation = between(random, 0.1, 0.9);
  const clustering = between(random, 0.4, 0.85);
  const placed: Candidate[] = [];
  for (let attempt = 0; placed.length < wanted && attempt < 40 * wanted; attempt += 1) {
    const radius = meanRadius * Math.exp(0.17 * normal(random));
    const { x, y } = throwNucleus(placed, clustering, width, height, random);
    if (placed.some((other) => Math.hypot(other.x - x, other.y - y) < 1.15 * (other.radius + radius))) continue;
    const candidate = drawOutlines(x, y, radius, elongation, random);
    if (stampNucleus(candidate, placed.length + 1, nuclei, width, height)) placed.push(candidate);
  }
  return placed;
}

/** Anywhere, or next to a nucleus that is there already. */
function throwNucleus(
  placed: readonly LaidOutCell[],
  clustering: number,
  width: number,
  height: number,
  random: Random,
): { x: number; y: number } {
  const near = placed[Math.floor(random() * placed.length)];
  if (near === undefined || random() > clustering) return { x: random() * width, y: random() * height };
  const angle = between(random, 0, 2 * Math.PI);
  const distance = near.radius * between(random, 2.5, 3.8);
  return { x: near.x + distance * Math.cos(angle), y: near.y + distance * Math.sin(angle) };
}

function drawOutlines(x: number, y: number, radius: number, elongation: number, random: Random): Candidate {
  const axis = between(random, 0, Math.PI);
  const lobed = random() < 0.3;
  const nucleus = radialOutline(
    {
      radius,
      aspect: between(random, 1.05, 1.25 + 0.6 * elongation),
      axis,
      bumps: 0.03,
      notch: lobed ? between(random, 0.18, 0.4) : 0,
    },
    random,
  );
  const bodyRadius = bodyRatio * radius * Math.exp(0.15 * normal(random));
  const aspect = between(random, 1, 1.3 + 1.9 * elongation);
  const body = radialOutline({ radius: bodyRadius, aspect, axis, bumps: 0.05 + 0.05 * elongation, notch: 0 }, random);
  // Off centre mostly along the cell, where there is room.
  const along = between(random, -0.3, 0.3) * bodyRadius * Math.sqrt(aspect);
  const across = between(random, -0.12, 0.12) * bodyRadius;
  const bodyX = x + along * Math.cos(axis) - across * Math.sin(axis);
  const bodyY = y + along * Math.sin(axis) + across * Math.cos(axis);
  return { x, y, radius, axis, nucleus, body, bodyX, bodyY };
}

/** Writes the nucleus unless it would touch another one or mostly lie outside the tile. */
function stampNucleus(cell: Candidate, number: number, nuclei: Uint16Array, width: number, height: number): boolean {
  const pixels: number[] = [];
  let area = 0;
  const reach = Math.ceil(1.08 * longestReach(cell.nucleus));
  for (let y = Math.floor(cell.y - reach); y <= cell.y + reach; y += 1) {
    for (let x = Math.floor(cell.x - reach); x <= cell.x + reach; x += 1) {
      const distance = relativeDistance(cell.nucleus, x - cell.x, y - cell.y);
      if (distance < 1) area += 1;
      if (distance >= 1.08 || x < 0 || y < 0 || x >= width || y >= height) continue;
      if (nuclei[y * width + x] !== 0) return false;
      if (distance < 1) pixels.push(y * width + x);
    }
  }
  if (pixels.length < leastVisible * area) return false;
  for (const pixel of pixels) nuclei[pixel] = number;
  return true;
}

function tessellate(
  placed: readonly Candidate[],
  width: number,
  height: number,
  radius: number,
  random: Random,
): Uint16Array {
  const labels = new Uint16Array(width * height);
  const depth = new Float32Array(width * height).fill(1);
  const coarse = [0, 1].map(() => smoothNoise(width, height, 0.6 * radius, random));
  const fine = [0, 1].map(() => smoothNoise(width, height, 0.2 * radius, random));
  const warp = coarse.map((plane, axis) => {
    const detail = fine[axis]!;
    return plane.map((value, i) => radius * (0.07 * value + 0.018 * detail[i]!));
  });
  const [warpX, warpY] = warp as [Float32Array, Float32Array];
  placed.forEach((cell, index) => {
    const reach = Math.ceil(longestReach(cell.body) + 0.4 * radius);
    const [top, bottom] = [Math.max(0, Math.floor(cell.bodyY - reach)), Math.min(height, cell.bodyY + reach)];
    const [left, right] = [Math.max(0, Math.floor(cell.bodyX - reach)), Math.min(width, cell.bodyX + reach)];
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        const i = y * width + x;
        const distance = relativeDistance(cell.body, x + warpX[i]! - cell.bodyX, y + warpY[i]! - cell.bodyY);
        if (distance >= depth[i]!) continue;
        depth[i] = distance;
        labels[i] = index + 1;
      }
    }
  });
  return labels;
}

/** A cell owns its nucleus and a margin around it, except where another nucleus lies. */
function claimSurroundings(
  cell: Candidate,
  number: number,
  cells: Uint16Array,
  nuclei: Uint16Array,
  width: number,
  height: number,
): void {
  const reach = Math.ceil(cytoplasmMargin * longestReach(cell.nucleus));
  const [top, bottom] = [Math.max(0, Math.floor(cell.y - reach)), Math.min(height, cell.y + reach)];
  const [left, right] = [Math.max(0, Math.floor(cell.x - reach)), Math.min(width, cell.x + reach)];
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const i = y * width + x;
      if (nuclei[i] === number) cells[i] = number;
      else if (nuclei[i] === 0 && relativeDistance(cell.nucleus, x - cell.x, y - cell.y) < cytoplasmMargin) {
        cells[i] = number;
      }
    }
  }
}
