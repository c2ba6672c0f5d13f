import type { LabelMap } from "../domain/tile/label-map.ts";
import { keepLargestPiece } from "./keep-largest-piece.ts";
import { longestReach, type RadialOutline, radialOutline, relativeDistance } from "./radial-outline.ts";
import { between, normal, type Random } from "./seeded-random.ts";
import { smoothNoise } from "./smooth-noise.ts";

/*
 * Lays out the cells. Nuclei are placed one after the other at random, preferably next to a nucleus that is there
 * already, so that cells form clusters with free ground between them. A nucleus that would touch another one is tried
 * again.
 *
 * Around each nucleus is the outline that its cell would have alone. Where outlines overlap, a pixel goes to the cell
 * in whose outline it lies deepest, relative to the outline's reach. This is a Voronoi tessellation with elongated
 * cells of different sizes. The plane is warped before, which makes the shared borders wavy. The tile's border may cut
 * nuclei and cells.
 */

/** The place and shape of one cell, in px of the tile. */
export interface LaidOutCell {
  /** Centre of its nucleus; it may be outside of the tile. */
  readonly x: number;
  readonly y: number;
  /** Mean radius of its nucleus. */
  readonly radius: number;
  /** Direction of its long axis, radians. */
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
  /** In the order of the cells' numbers; entry 0 is cell 1. */
  readonly placed: readonly LaidOutCell[];
}

interface Candidate extends LaidOutCell {
  readonly nucleus: RadialOutline;
  readonly body: RadialOutline;
  /** Centre of the cell body; a nucleus need not be in the middle of its cell. */
  readonly bodyX: number;
  readonly bodyY: number;
}

/** Radius of a cell body over that of its nucleus; in HPA tiles a cell has about the area of four nuclei. */
const bodyRatio = 2.25;
/** At least this share of a nucleus must be inside of the tile. */
const leastVisible = 0.4;
/** Pixels within this multiple of a nucleus's outline always belong to its cell, so that it has cytoplasm around it. */
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

/** Chooses a place for a nucleus: anywhere, or next to a nucleus that is there already. */
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
  // The nucleus is off centre mostly along the cell, where there is room.
  const along = between(random, -0.3, 0.3) * bodyRadius * Math.sqrt(aspect);
  const across = between(random, -0.12, 0.12) * bodyRadius;
  const bodyX = x + along * Math.cos(axis) - across * Math.sin(axis);
  const bodyY = y + along * Math.sin(axis) + across * Math.cos(axis);
  return { x, y, radius, axis, nucleus, body, bodyX, bodyY };
}

/** Writes the nucleus, unless it would touch another one or be mostly outside of the tile; says whether it did. */
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

/** Gives a cell the pixels of its nucleus and of a margin around it, except those of other nuclei. */
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
