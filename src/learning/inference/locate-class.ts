import type { CellReference } from "../../domain/cell/cell.ts";
import type { Backend } from "../backend/backend.ts";
import type { BatchSource } from "../batches/batch-source.ts";
import type { Architecture } from "../network/architecture.ts";
import type { Parameters } from "../network/parameters.ts";
import { gradCam } from "./grad-cam.ts";

/** A network, and where it gets a cell's crop from. */
interface Located {
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  readonly source: BatchSource;
  readonly backend: Backend;
}

/**
 * Grad-CAM of one class over one cell's crop, off the GPU.
 * @returns `map` is `[side, side]`, row-major, 0 or more; its sum is what the map's places add to the class's logit.
 */
export async function locateClass(
  { architecture, parameters, source, backend }: Located,
  { tileId, number }: CellReference,
  classIndex: number,
): Promise<{ readonly map: Float32Array; readonly side: number }> {
  const example = { tileId, number, targets: new Float32Array(0) };
  const batch = await source.load([example], { indices: [0], count: 1 }, null);
  const input = batch.input();
  const cam = gradCam(architecture, parameters, input, classIndex);
  input.dispose();
  const [, , side] = cam.shape;
  const map = (await backend.guard(cam.data()).finally(() => cam.dispose())) as Float32Array;
  return { map, side };
}
