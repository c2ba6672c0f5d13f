/**
 * Fills holes in place: 4-connected pieces of background that lie wholly inside one region take its number. A gap
 * between two regions, or one open to the image's border, is no hole.
 *
 * @param labels `[height, width]`, row-major, 0 outside; a mask of 0 and 1 will do.
 * @param largest px: larger holes stay open.
 */
export function fillHoles(
  labels: Int32Array | Uint8Array,
  width: number,
  height: number,
  largest: number = Number.POSITIVE_INFINITY,
): void {
  const seen = new Uint8Array(labels.length);
  const stack = new Int32Array(labels.length);
  const members = new Int32Array(labels.length);
  for (let start = 0; start < labels.length; start++) {
    if (labels[start] !== 0 || seen[start] !== 0) continue;
    let depth = 0;
    let area = 0;
    let around = 0;
    let open = false;
    stack[depth++] = start;
    seen[start] = 1;
    while (depth > 0) {
      const pixel = stack[--depth] as number;
      members[area++] = pixel;
      const x = pixel % width;
      if (x === 0 || x === width - 1 || pixel < width || pixel >= width * (height - 1)) open = true;
      for (let side = 0; side < 4; side++) {
        if ((side === 0 && x === 0) || (side === 1 && x === width - 1)) continue;
        const near = pixel + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width);
        if (near < 0 || near >= labels.length) continue;
        const label = labels[near] as number;
        if (label === 0) {
          if (seen[near] === 0) {
            seen[near] = 1;
            stack[depth++] = near;
          }
        } else if (around === 0) around = label;
        else if (around !== label) open = true;
      }
    }
    if (open || area > largest || around === 0) continue;
    for (let index = 0; index < area; index++) labels[members[index] as number] = around;
  }
}
