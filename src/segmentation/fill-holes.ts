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
  let depth = 0;
  let around = 0;
  let open = false;

  function look(near: number): void {
    const label = labels[near]!;
    if (label === 0) {
      if (seen[near] !== 0) return;
      seen[near] = 1;
      stack[depth++] = near;
    } else if (around === 0) around = label;
    else if (around !== label) open = true;
  }

  for (let start = 0; start < labels.length; start++) {
    if (labels[start] !== 0 || seen[start] !== 0) continue;
    depth = 0;
    around = 0;
    open = false;
    let area = 0;
    stack[depth++] = start;
    seen[start] = 1;
    while (depth > 0) {
      const pixel = stack[--depth]!;
      members[area++] = pixel;
      const x = pixel % width;
      if (x > 0) look(pixel - 1);
      else open = true;
      if (x < width - 1) look(pixel + 1);
      else open = true;
      if (pixel >= width) look(pixel - width);
      else open = true;
      if (pixel < width * (height - 1)) look(pixel + width);
      else open = true;
    }
    if (open || area > largest || around === 0) continue;
    for (let index = 0; index < area; index++) labels[members[index]!] = around;
  }
}
