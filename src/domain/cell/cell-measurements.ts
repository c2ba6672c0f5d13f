import type { ChannelName } from "../tile/tile.ts";

/**
 * The shape of one region, a cell or a nucleus. The definitions are those of scikit-image's `regionprops`, which
 * CellProfiler uses too. Lengths are in px.
 */
export interface Shape {
  /** Number of pixels. */
  readonly area: number;
  /** Length of the outline through the centres of the border pixels (Benkrid and Crookes), with the 4-neighbourhood. */
  readonly perimeter: number;
  /** Eccentricity of the ellipse with the region's second moments, 0..1: 0 is a circle, 1 a line. */
  readonly eccentricity: number;
  /** The area as a share of the pixels in the region's convex hull, 0..1. */
  readonly solidity: number;
  /** Longer axis of the ellipse with the region's second moments. */
  readonly majorAxisLength: number;
  /** Shorter axis of that ellipse. */
  readonly minorAxisLength: number;
}

/**
 * The intensity of one channel in one region, in the file's own units. The mean is
 * `integrated` divided by the area.
 */
export interface RegionIntensity {
  /** Sum of the samples. */
  readonly integrated: number;
  /** 95th percentile of the samples, interpolated linearly like `numpy.percentile`. */
  readonly p95: number;
}

/** The intensity of one channel in a cell and in its two parts. */
export interface ChannelIntensity {
  readonly cell: RegionIntensity;
  /** Null for a cell without a nucleus. */
  readonly nucleus: RegionIntensity | null;
  /** The cell without its nucleus; null when the nucleus covers the whole cell. */
  readonly cytoplasm: RegionIntensity | null;
}

/** The shapes and intensities that are measured of a cell. They are columns of `cells.csv`. */
export interface CellMeasurements {
  readonly cell: Shape;
  /** Null for a cell without a nucleus. */
  readonly nucleus: Shape | null;
  /** Null for a missing channel. */
  readonly intensity: Readonly<Record<ChannelName, ChannelIntensity | null>>;
}
