import type { CellReference } from "../../domain/cell/cell.ts";
import type { EmbeddingMap } from "../../domain/cell/exploration.ts";

/** Where the map's unit square is on the screen: `pixel = (x, y) + scale * place`, y downwards. */
export interface MapWindow {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Centres the square in an area of this size in px. The margin keeps dots at the edge whole. */
export function fitMap(width: number, height: number, margin = 10): MapWindow {
  const scale = Math.max(1, Math.min(width, height) - 2 * margin);
  return { scale, x: (width - scale) / 2, y: (height - scale) / 2 };
}

/**
 * Zooms by `factor`. The point under the pointer (`x`, `y`, in px) stays where it is. The result is never smaller than
 * `fitted` and at most 40 times as large.
 */
export function zoomMap(window: MapWindow, factor: number, x: number, y: number, fitted: MapWindow): MapWindow {
  const scale = Math.min(40 * fitted.scale, window.scale * factor);
  if (scale <= fitted.scale) return fitted;
  const change = scale / window.scale;
  return { scale, x: x - (x - window.x) * change, y: y - (y - window.y) * change };
}

/** Returns the cell of a point, or null when there is no such point. */
export function cellAtPoint(map: EmbeddingMap, point: number): CellReference | null {
  const tileId = map.tiles[map.tileOf[point] ?? -1];
  const number = map.numbers[point];
  return tileId === undefined || number === undefined ? null : { tileId, number };
}

/** Returns the point of a cell, or null when the cell is not on the map. */
export function pointOfCell(map: EmbeddingMap, cell: CellReference): number | null {
  const tile = map.tiles.indexOf(cell.tileId);
  for (let point = 0; point < map.numbers.length; point += 1) {
    if (map.tileOf[point] === tile && map.numbers[point] === cell.number) return point;
  }
  return null;
}

/** Returns the place of a point in the unit square, 0..1. */
export function placeOf({ positions }: EmbeddingMap, point: number): readonly [x: number, y: number] {
  return [positions[2 * point] ?? 0, positions[2 * point + 1] ?? 0];
}

/** Finds the point nearest to a place, or null when none is within `reach`. Place and `reach` are in the map's unit. */
export function nearestPoint(map: EmbeddingMap, x: number, y: number, reach: number): number | null {
  let [nearest, least]: [number | null, number] = [null, reach];
  for (let point = 0; point < map.numbers.length; point += 1) {
    const [px, py] = placeOf(map, point);
    const apart = Math.hypot(px - x, py - y);
    if (apart <= least) [nearest, least] = [point, apart];
  }
  return nearest;
}

/** Returns the `count` points nearest to a point, without the point itself, nearest first. */
export function pointsAround(map: EmbeddingMap, point: number, count: number): readonly number[] {
  const [x, y] = placeOf(map, point);
  const apart = (other: number) => {
    const [px, py] = placeOf(map, other);
    return Math.hypot(px - x, py - y);
  };
  return Array.from(map.numbers.keys())
    .filter((other) => other !== point)
    .map((other) => ({ other, distance: apart(other) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ other }) => other);
}

/**
 * Finds the point to go to from `from` in a direction: the nearest point within 45 degrees of the direction. The
 * direction is a unit step, y downwards. Returns null when there is no such point.
 */
export function pointTowards(map: EmbeddingMap, from: number, right: number, down: number): number | null {
  const [x, y] = placeOf(map, from);
  let [nearest, least]: [number | null, number] = [null, Number.POSITIVE_INFINITY];
  for (let point = 0; point < map.numbers.length; point += 1) {
    const [px, py] = placeOf(map, point);
    const along = (px - x) * right + (py - y) * down;
    const across = Math.abs((px - x) * down) + Math.abs((py - y) * right);
    const apart = Math.hypot(along, across);
    if (point !== from && along > 0 && across <= along && apart < least) [nearest, least] = [point, apart];
  }
  return nearest;
}
