/** The camera. `target` is the centre of the view in tile px; `zoom` is log2 of screen px per tile px. */
export interface CameraState {
  readonly target: readonly [number, number, number];
  readonly zoom: number;
}

interface Extent {
  readonly width: number;
  readonly height: number;
}

/** The largest zoom: a tile px is 64 screen px wide. */
const closest = 6;

/** The camera that shows the whole tile with a small margin around it. */
export function fitView(tile: Extent, frame: Extent): CameraState {
  const scale = Math.min(frame.width / Math.max(1, tile.width), frame.height / Math.max(1, tile.height)) * 0.96;
  return { target: [tile.width / 2, tile.height / 2, 0], zoom: Math.log2(Math.max(scale, 1e-6)) };
}

/** Zooms by `step` octaves, between the whole tile at a third of its fitted size and single pixels. */
export function zoomBy(camera: CameraState, step: number, tile: Extent, frame: Extent): CameraState {
  const widest = fitView(tile, frame).zoom - 1.6;
  return { ...camera, zoom: Math.max(widest, Math.min(closest, camera.zoom + step)) };
}

/** Zooms by `step` octaves. The tile's pixel under `point`, px from the window's top left, stays where it is. */
export function zoomAt(
  camera: CameraState,
  step: number,
  point: { readonly x: number; readonly y: number },
  tile: Extent,
  frame: Extent,
): CameraState {
  const zoomed = zoomBy(camera, step, tile, frame);
  const [x, y] = camera.target;
  const kept = 2 ** -camera.zoom - 2 ** -zoomed.zoom;
  return {
    ...zoomed,
    target: [x + (point.x - frame.width / 2) * kept, y + (point.y - frame.height / 2) * kept, 0],
  };
}

/** The position in the tile, in px, under `point`, which is in px from the window's top left. */
export function tilePosition(
  { target, zoom }: CameraState,
  point: { readonly x: number; readonly y: number },
  frame: Extent,
): readonly [x: number, y: number] {
  const scale = 2 ** zoom;
  return [target[0] + (point.x - frame.width / 2) / scale, target[1] + (point.y - frame.height / 2) / scale];
}

/** Moves the camera by shares of the window. */
export function moveBy(camera: CameraState, right: number, down: number, frame: Extent): CameraState {
  const scale = 2 ** camera.zoom;
  const [x, y] = camera.target;
  return { ...camera, target: [x + (right * frame.width) / scale, y + (down * frame.height) / scale, 0] };
}

/** Height in px of the strip at the window's upper edge that the toolbar and the legend cover. */
const covered = 50;

/** Centres the camera on a box, at the same zoom, when the box is not wholly in view. Otherwise the camera stays. */
export function reveal(
  camera: CameraState,
  box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
  frame: Extent,
): CameraState {
  const scale = 2 ** camera.zoom;
  const [x, y] = camera.target;
  const [halfWidth, halfHeight] = [frame.width / 2 / scale, frame.height / 2 / scale];
  const inside =
    box.left >= x - halfWidth &&
    box.right <= x + halfWidth &&
    box.top >= y - halfHeight + covered / scale &&
    box.bottom <= y + halfHeight;
  if (inside) return camera;
  return { ...camera, target: [(box.left + box.right) / 2, (box.top + box.bottom) / 2, 0] };
}

/** A round length in tile px whose bar is at most `most` screen px wide: 1, 2 or 5 times a power of ten. */
export function scaleBarLength(zoom: number, most: number): number {
  const longest = most / 2 ** zoom;
  const power = 10 ** Math.floor(Math.log10(Math.max(longest, 1)));
  const steps = [5, 2, 1].find((step) => step * power <= longest) ?? 1;
  return steps * power;
}
