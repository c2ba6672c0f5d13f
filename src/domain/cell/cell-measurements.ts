import type { ChannelName } from "../tile/tile.ts";

/** Form of one region. Definitions are scikit-image's `regionprops`, which CellProfiler uses too. Lengths in px. */
export interface Shape {
  /** px inside. */
  readonly area: number;
  /** Length of the outline through the centres of the border px (Benkrid and Crookes), 4-neighbourhood. */
  readonly perimeter: number;
  /** Of the ellipse with the region's second moments: 0 is a circle, towards 1 a line. */
  readonly eccentricity: number;
  /** Area as a share of the px in the convex hull, 0..1. */
  readonly solidity: number;
  /** Axes of the ellipse with the region's second moments. */
  readonly majorAxisLength: number;
  readonly minorAxisLength: number;
}

/** Samples of one channel in one region, in the file's own units. The mean is `integrated` by the region's area. */
export interface RegionIntensity {
  /** Sum of the samples. */
  readonly integrated: number;
  /** 95th percentile, linear between the two samples next to it, as `numpy.percentile` has it. */
  readonly p95: number;
}

/** One channel in a cell and its two parts; null for a part without px. */
export interface ChannelIntensity {
  readonly cell: RegionIntensity;
  readonly nucleus: RegionIntensity | null;
  /** The cell without its nucleus. */
  readonly cytoplasm: RegionIntensity | null;
}

/** What is measured of a cell beyond its place: the columns of `cells.csv`. */
export interface CellMeasurements {
  readonly cell: Shape;
  /** null for a cell without a nucleus. */
  readonly nucleus: Shape | null;
  /** null for a channel gone without. */
  readonly intensity: Readonly<Record<ChannelName, ChannelIntensity | null>>;
}
