import type { Picture } from "../../../../src/domain/tile/picture.ts";

/** A picture of a round cell with a wave over it, `[size, size, 4]`. Each seed has its own wave. */
export function fakePicture(size: number, seed: number): Picture {
  const rgba = new Uint8ClampedArray(size * size * 4);
  for (let at = 0; at < size * size; at += 1) {
    const [x, y] = [at % size, Math.floor(at / size)];
    const d = Math.hypot(x - size / 2, y - size / 2) / (size / 2);
    const wave = Math.sin((x + seed * 5) / 6) ** 2;
    rgba.set([d < 0.9 ? 160 * wave * (1 - d) : 4, d < 0.8 ? 200 * (1 - d) : 6, d < 0.4 ? 220 : 12, 255], at * 4);
  }
  return { width: size, height: size, rgba };
}
