import type { CellWindow } from "./cell-window.ts";
import { gaussianBlur } from "./gaussian-blur.ts";
import { between, normal, type Random, wholeBetween } from "./seeded-random.ts";
import { smoothNoise } from "./smooth-noise.ts";
import { traceFilament } from "./trace-filaments.ts";

/*
 * Patterns that are made of threads. Every function returns a plane of the cell's window, `[height, width]`, row-major,
 * in which the threads are about 1 and the rest is about 0.
 */

/**
 * Microtubules: thin, gently bent filaments that radiate from the centrosome, bend around the nucleus and fill the
 * cell.
 */
export function paintMicrotubules(cell: CellWindow, random: Random): Float32Array {
  const { width, cytoplasmPixels, radius, centrosome } = cell;
  const plane = new Float32Array(cell.width * cell.height);
  const roughArea = cytoplasmPixels.length / (radius * radius);
  const wanted = Math.round(between(random, 24, 36) * roughArea);
  const wiggle = between(random, 0.8, 1.7) / radius;
  for (let n = 0; n < wanted; n += 1) {
    // Filaments detach from the centrosome, so about half of them start somewhere in the cytoplasm and point away from
    // it.
    const free = random() < 0.55;
    const i = cytoplasmPixels[Math.floor(random() * cytoplasmPixels.length)] ?? 0;
    const x = free ? i % width : centrosome.x + 0.06 * radius * normal(random);
    const y = free ? Math.floor(i / width) : centrosome.y + 0.06 * radius * normal(random);
    const away = Math.atan2(y - centrosome.y, x - centrosome.x) + 0.6 * normal(random);
    traceFilament(
      cell,
      plane,
      {
        x,
        y,
        angle: free ? away : between(random, 0, 2 * Math.PI),
        length: radius * between(random, 0.5, free ? 1.8 : 3.5),
        wiggle,
        strength: 0.12 + random() ** 2,
        crossesNucleus: random() < 0.03,
      },
      random,
    );
  }
  const bundles = smoothNoise(cell.width, cell.height, 0.3 * radius, random);
  for (let i = 0; i < plane.length; i += 1) {
    plane[i]! *= Math.max(0.25, 0.85 + 0.35 * bundles[i]!);
  }
  return finished(plane, cell, Math.max(0.5, 0.011 * radius), 0.5);
}

/** Actin: straight parallel stress fibres along the cell, over the nucleus too, and a cortex along the border. */
export function paintActinFilaments(cell: CellWindow, random: Random): Float32Array {
  const { width, inside, edge, radius, axis } = cell;
  const plane = new Float32Array(width * cell.height);
  const everywhere = [...cell.cytoplasmPixels, ...cell.nucleusPixels];
  const direction = axis + 0.25 * normal(random);
  const wanted = Math.round(between(random, 5, 8) * (everywhere.length / (radius * radius)));
  for (let n = 0; n < wanted; n += 1) {
    const i = everywhere[Math.floor(random() * everywhere.length)] ?? 0;
    const place = { x: i % width, y: Math.floor(i / width) };
    const angle = direction + 0.07 * normal(random);
    const strength = 0.1 + 1.2 * random() ** 3;
    const length = radius * between(random, 0.5, 1.5);
    for (const turn of [0, Math.PI]) {
      traceFilament(
        cell,
        plane,
        { ...place, angle: angle + turn, length, wiggle: 0.08 / radius, strength, crossesNucleus: true },
        random,
      );
    }
  }
  const fibres = finished(plane, cell, Math.max(0.55, 0.016 * radius), 0.8);
  const cortex = between(random, 0.3, 0.6);
  const ruffles = smoothNoise(width, cell.height, 0.2 * radius, random);
  for (let i = 0; i < fibres.length; i += 1) {
    if (inside[i] === 0) continue;
    const rim = cortex * Math.max(0.1, 0.7 + 0.5 * ruffles[i]!);
    fibres[i]! += rim * Math.exp(-edge[i]! / (0.05 * radius));
  }
  return fibres;
}

/**
 * Intermediate filaments: wavy bundles, thick and thin, that form a cage around the nucleus and run outwards from it.
 */
export function paintIntermediateFilaments(cell: CellWindow, random: Random): Float32Array {
  const { width, cytoplasmPixels, rim, radius } = cell;
  const plane = new Float32Array(width * cell.height);
  const wanted = Math.round(between(random, 8, 12) * (cytoplasmPixels.length / (radius * radius)));
  const reach = radius * between(random, 0.3, 0.55);
  const outwards = between(random, 0.2, 0.5);
  let traced = 0;
  for (let attempt = 0; traced < wanted && attempt < 30 * wanted; attempt += 1) {
    const i = cytoplasmPixels[Math.floor(random() * cytoplasmPixels.length)] ?? 0;
    if (random() > Math.exp(-rim[i]! / reach)) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    const away = Math.atan2(y - cell.nucleus.y, x - cell.nucleus.x);
    const side = random() < 0.5 ? Math.PI / 2 : -Math.PI / 2;
    traceFilament(
      cell,
      plane,
      {
        x,
        y,
        angle: away + (random() < outwards ? 0 : side) + 0.35 * normal(random),
        length: radius * between(random, 0.6, 2),
        wiggle: 1.8 / radius,
        strength: 0.1 + random() ** 3,
        crossesNucleus: false,
      },
      random,
    );
    traced += 1;
  }
  return finished(plane, cell, Math.max(0.7, 0.023 * radius), 0.65);
}

/** Mitochondria: short thick threads, separate from one another, most of them around the nucleus. */
export function paintMitochondria(cell: CellWindow, random: Random): Float32Array {
  const { width, cytoplasmPixels, rim, edge, radius } = cell;
  const plane = new Float32Array(width * cell.height);
  const wanted = Math.round(between(random, 5.5, 8.5) * (cytoplasmPixels.length / (radius * radius)));
  const reach = radius * between(random, 0.6, 1.2);
  const fragmented = between(random, 0.5, 1);
  let traced = 0;
  for (let attempt = 0; traced < wanted && attempt < 12 * wanted; attempt += 1) {
    const i = cytoplasmPixels[Math.floor(random() * cytoplasmPixels.length)] ?? 0;
    const place = { x: i % width, y: Math.floor(i / width) };
    if (edge[i]! < 0.12 * radius || rim[i]! < 0.07 * radius) continue;
    if (random() > Math.exp(-rim[i]! / reach)) continue;
    const length = radius * fragmented * between(random, 0.15, 0.65);
    const filament = { ...place, angle: between(random, 0, 2 * Math.PI), length, wiggle: 3.5 / radius };
    traceFilament(cell, plane, { ...filament, strength: between(random, 0.8, 1.4), crossesNucleus: false }, random);
    traced += 1;
  }
  return finished(plane, cell, Math.max(0.65, 0.026 * radius), 1);
}

/**
 * Golgi apparatus: a folded ribbon that caps one side of the nucleus, beside the centrosome, with some vesicles around.
 */
export function paintGolgi(cell: CellWindow, random: Random): Float32Array {
  const { width, rim, cytoplasmPixels, radius, centrosome } = cell;
  const plane = new Float32Array(width * cell.height);
  const spread = radius * between(random, 0.3, 0.48);
  let traced = 0;
  const wanted = wholeBetween(random, 11, 17);
  for (let attempt = 0; traced < wanted && attempt < 400 * wanted; attempt += 1) {
    const i = cytoplasmPixels[Math.floor(random() * cytoplasmPixels.length)] ?? 0;
    const [x, y] = [i % width, Math.floor(i / width)];
    const distance = Math.hypot(x - centrosome.x, y - centrosome.y) / spread;
    const beside = (rim[i]! / radius - 0.16) / 0.12;
    if (random() > Math.exp(-distance * distance - 0.5 * beside * beside)) continue;
    const around = Math.atan2(y - cell.nucleus.y, x - cell.nucleus.x) + Math.PI / 2 + 0.25 * normal(random);
    const angle = random() < 0.5 ? around : around + Math.PI;
    const length = radius * between(random, 0.2, 0.6);
    const filament = { x, y, angle, length, wiggle: 4.5 / radius, strength: between(random, 0.8, 1.5) };
    traceFilament(cell, plane, { ...filament, crossesNucleus: false }, random);
    traced += 1;
  }
  return finished(plane, cell, Math.max(0.8, 0.034 * radius), 1);
}

/**
 * Gives traced lines their width and brightness, in place. Crossing threads add up, but they do not go far above 1.
 *
 * @param sigma standard deviation of a thread's profile across, px.
 * @param gain a higher gain makes a single thread brighter.
 */
function finished(plane: Float32Array, cell: CellWindow, sigma: number, gain: number): Float32Array {
  gaussianBlur(plane, cell.width, cell.height, sigma);
  // After the blur, a line of strength 1 has this peak.
  const peak = 1 / (sigma * Math.sqrt(2 * Math.PI));
  for (let i = 0; i < plane.length; i += 1) {
    plane[i] = cell.inside[i] === 0 ? 0 : 1.3 * (1 - Math.exp((-gain * plane[i]!) / peak));
  }
  return plane;
}
