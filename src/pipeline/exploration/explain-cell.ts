import { throwIfCancelled } from "../../domain/cancel.ts";
import type { CellReference } from "../../domain/cell/cell.ts";
import type { CellExplanation } from "../../domain/cell/exploration.ts";
import { drawHeat } from "../../imaging/draw-heat.ts";
import type { Backend } from "../../learning/backend/backend.ts";
import { openBatchSource } from "../../learning/batches/open-batch-source.ts";
import { locateClass } from "../../learning/inference/locate-class.ts";
import { openCropSource } from "../../storage/crop-store.ts";
import type { Network } from "../models/kept-network.ts";
import { checkModelFits } from "../models/model-fit.ts";
import { loadReadyTile } from "../tile/ready-tile.ts";

/**
 * Computes where in a cell's crop the network sees a class. The result is a heat map to lay over the crop. Its
 * colours are scaled to the strongest place of this crop.
 *
 * @throws ModelMismatch when the tile's crops differ from the model's; StorageBroken, DeviceLost; Cancelled.
 */
export async function explainCell(
  cell: CellReference,
  classIndex: number,
  { manifest, architecture, parameters }: Network,
  backend: Backend,
  signal: AbortSignal,
): Promise<CellExplanation> {
  const { crop } = (await loadReadyTile(cell.tileId)).generation;
  checkModelFits(manifest, { cropOptions: crop, classes: manifest.classes });
  throwIfCancelled(signal);
  const source = openBatchSource(backend, openCropSource(crop.size), manifest.inputSize, { gpu: 0, processor: 0 });
  try {
    const { map, side } = await locateClass({ architecture, parameters, source, backend }, cell, classIndex);
    const peak = map.reduce((most, value) => Math.max(most, value), 0);
    return { heat: drawHeat(map, side, peak, crop.size), peak };
  } finally {
    source.close();
  }
}
