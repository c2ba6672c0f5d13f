import type { Box } from "../domain/cell/cell.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";

/** @returns the box of each label that occurs, by label, ascending; the background has none. */
export function labelBoxes({ width, height, labels, count }: LabelMap): Map<number, Box> {
  const boxes = Array.from({ length: count + 1 }, () => ({ left: width, top: height, right: 0, bottom: 0 }));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const label = labels[y * width + x]!;
      if (label === 0) continue;
      const box = boxes[label]!;
      if (x < box.left) box.left = x;
      if (x >= box.right) box.right = x + 1;
      if (y < box.top) box.top = y;
      box.bottom = y + 1;
    }
  }
  return new Map([...boxes.entries()].filter(([, { bottom }]) => bottom > 0));
}
