import { networkDiameter } from "./map-nuclei.ts";
import { type NucleusNetwork, readNucleusNetwork } from "./nucleus-network.ts";
import { nucleusWeights } from "./nucleus-weights.ts";

/**
 * px of the tile: nuclei smaller than this are mapped by the network. At such magnifications touching nuclei are the
 * difficulty and lobes can hardly be seen; larger nuclei show lobes and folds that the images it learnt from do not have
 * (HPA tiles come to 100 px and more), and thresholds and shape do better.
 */
const largestMapped = 80;
/** px where the network looks: about three seconds on one core. Beyond, thresholds and shape have to do. */
const mostPixels = 600_000;

let network: NucleusNetwork | null = null;

/**
 * The network, where it is the better way to tell nuclei apart; null where it is not.
 *
 * @param diameter expected nucleus diameter, px of the tile.
 * @param width of the tile, px.
 * @param height of the tile, px.
 */
export function chooseNetwork(diameter: number, width: number, height: number): NucleusNetwork | null {
  const scale = networkDiameter / diameter;
  if (diameter >= largestMapped || width * height * scale * scale > mostPixels) return null;
  network ??= readNucleusNetwork(decode(nucleusWeights));
  return network;
}

/** float32, little-endian, as base64. */
function decode(text: string): Float32Array {
  const view = new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
  return Float32Array.from({ length: view.byteLength / 4 }, (_, index) => view.getFloat32(4 * index, true));
}
