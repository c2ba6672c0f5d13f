import type { Box } from "../domain/cell/cell.ts";

/** The smallest box around all of them; null without any. */
export function unionBox(boxes: Iterable<Box>): Box | null {
  let union: Box | null = null;
  for (const box of boxes) {
    union =
      union === null
        ? box
        : {
            left: Math.min(union.left, box.left),
            top: Math.min(union.top, box.top),
            right: Math.max(union.right, box.right),
            bottom: Math.max(union.bottom, box.bottom),
          };
  }
  return union;
}
