import type { EmbeddingMap } from "../../domain/cell/exploration.ts";
import { classColour, cssColour, unclassifiedColour } from "../../state/derive/class-colours.ts";
import { type MapWindow, placeOf } from "../../state/derive/map-points.ts";

export type MapColouring = "class" | "tile";

/** The hue of each tile is the golden angle further than the last, so that neighbours in the list differ clearly. */
function tileColour(tile: number): string {
  return `hsl(${(tile * 137.508) % 360} 70% 65%)`;
}

/** The colour of a point. */
export function pointColour(map: EmbeddingMap, point: number, colouring: MapColouring): string {
  if (colouring === "tile") return tileColour(map.tileOf[point] ?? 0);
  const top = map.topClass[point] ?? -1;
  return cssColour(top < 0 ? unclassifiedColour : classColour(top));
}

interface Drawing {
  readonly map: EmbeddingMap;
  readonly window: MapWindow;
  readonly colouring: MapColouring;
  readonly selected: number | null;
  readonly hovered: number | null;
}

/**
 * Draws every cell as a dot; the dots are smaller when there are many. Rings mark the selected and the hovered cell.
 *
 * @param width in CSS px, as is `height`.
 */
export function drawMap(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  { map, window, colouring, selected, hovered }: Drawing,
): void {
  context.clearRect(0, 0, width, height);
  const count = map.numbers.length;
  const radius =
    Math.min(4.5, Math.max(1.5, 60 / Math.sqrt(count))) * Math.min(2, Math.sqrt(window.scale / width + 0.2));
  const at = (point: number): readonly [number, number] => {
    const [x, y] = placeOf(map, point);
    return [window.x + window.scale * x, window.y + window.scale * y];
  };
  context.globalAlpha = 0.85;
  for (let point = 0; point < count; point += 1) {
    const [x, y] = at(point);
    context.fillStyle = pointColour(map, point, colouring);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
  for (const [point, line] of [
    [hovered, 1.5],
    [selected, 2.5],
  ] as const) {
    if (point === null) continue;
    const [x, y] = at(point);
    context.strokeStyle = "#fff";
    context.lineWidth = line;
    context.beginPath();
    context.arc(x, y, radius + 3, 0, 2 * Math.PI);
    context.stroke();
  }
}
