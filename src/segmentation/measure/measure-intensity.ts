import type { ChannelIntensity, RegionIntensity } from "../../domain/cell/cell-measurements.ts";
import type { Samples } from "../../domain/tile/tile.ts";
import {
  countSamples,
  emptyHistogram,
  makeHistogram,
  percentileOf,
  type SampleHistogram,
} from "../../imaging/sample-histogram.ts";

/** The percentile that is measured, 0..1: how bright a region's bright px are, without the few brightest. */
const share = 0.95;

/** px of one cell as indices into the tile: those of the nucleus, and the others. */
export interface CellPixels {
  readonly nucleus: Int32Array;
  readonly cytoplasm: Int32Array;
}

/**
 * Makes a function that measures one channel in one cell. It has two histograms for the tile's bit depth and empties
 * them after each use. Sorting every region's samples instead would take ten times as long.
 */
export function openIntensityMeter(bitDepth: 8 | 16): (samples: Samples, pixels: CellPixels) => ChannelIntensity {
  const inNucleus = makeHistogram(bitDepth);
  const inCytoplasm = makeHistogram(bitDepth);
  return (samples, { nucleus, cytoplasm }) => {
    const nucleusSum = countSamples(inNucleus, samples, nucleus);
    const cytoplasmSum = countSamples(inCytoplasm, samples, cytoplasm);
    const measured = {
      cell: {
        integrated: nucleusSum + cytoplasmSum,
        p95: percentileOf([inNucleus, inCytoplasm], nucleus.length + cytoplasm.length, share),
      },
      nucleus: part(inNucleus, nucleus.length, nucleusSum),
      cytoplasm: part(inCytoplasm, cytoplasm.length, cytoplasmSum),
    };
    emptyHistogram(inNucleus);
    emptyHistogram(inCytoplasm);
    return measured;
  };
}

function part(histogram: SampleHistogram, total: number, integrated: number): RegionIntensity | null {
  return total === 0 ? null : { integrated, p95: percentileOf([histogram], total, share) };
}
