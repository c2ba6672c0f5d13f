import type { CellReference } from "../../domain/cell/cell.ts";
import type { Backend } from "../backend/backend.ts";
import type { BatchSource } from "../batches/batch-source.ts";
import type { Architecture } from "../network/architecture.ts";
import type { Parameters } from "../network/parameters.ts";
import { gradCam } from "./grad-cam.ts";

/** A network and the source of its crops. */
interface Located {
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  readonly source: BatchSource;
  readonly backend: Backend;
}

/**
 * Computes Grad-CAM of one class over one cell's crop and reads it back from the backend.
 * @returns `map` is `[side, side]`, row-major, 0 or more. Its sum is what the places with positive evidence add to the
 * logit of the class.
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
