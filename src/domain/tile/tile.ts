/* A tile is one field of view of the microscope, with one picture for each stain (its channels). */

declare const tileIdBrand: unique symbol;
/** A tile's name, taken from its files' names, for instance `5c27f04c-bb99-11e8-b2b9-ac1f6b6435d0`. It is unique. */
export type TileId = string & { readonly [tileIdBrand]: true };

/** Marks a string as a tile's name. It checks nothing. */
export function tileId(name: string): TileId {
  return name as TileId;
}

/**
 * The four channels of a tile. Every array over channels in Cytotope has this order: crops, means, networks. HPA stains
 * microtubules red, the protein green, nuclei blue and the endoplasmic reticulum yellow.
 */
export const channelNames = ["red", "green", "blue", "yellow"] as const;
export type ChannelName = (typeof channelNames)[number];

/**
 * The channels that every tile must have: blue (nuclei) is needed to find cells, and green is
 * the protein in question.
 */
export const neededChannels: readonly ChannelName[] = ["blue", "green"];

/** The longest side of a tile in px. WebGPU and WebGL2 devices commonly offer textures up to this side. */
export const longestSide = 16_384;

/** The samples (pixel values) of one channel, `[height, width]`, row-major, 0..255 or 0..65535. */
export type Samples = Uint8Array | Uint16Array;

/** One decoded channel of a tile. */
export interface Plane {
  /** px. */
  readonly width: number;
  /** px. */
  readonly height: number;
  /** Bits a sample: 8 for a `Uint8Array`, 16 for a `Uint16Array`. */
  readonly bitDepth: 8 | 16;
  readonly samples: Samples;
}

/** The pixels of one tile. All channels have the same size and depth. */
export interface TilePixels {
  /** px. */
  readonly width: number;
  /** px. */
  readonly height: number;
  /** Bits a sample. */
  readonly bitDepth: 8 | 16;
  /** Null stands for a missing channel. */
  readonly channels: Readonly<Record<ChannelName, Samples | null>>;
}

/** A file that the user gave, or a member of a .zip archive. It is a handle without bytes, so it is cheap to clone. */
export interface SourceFile {
  /** The file's name. For a member of an archive it is `archive.zip/its/path`. */
  readonly name: string;
  /** The file, or the archive that holds the member. */
  readonly file: Blob;
  /** The member's path in the archive. Absent for a plain file. */
  readonly entry?: string;
  /** Size of the unpacked member in bytes. Absent for a plain file, which has `file.size`. */
  readonly size?: number;
}

/** The files that a tile's pixels are read from. */
export type TileSource =
  /** One file for each channel. Missing channels are absent. */
  | { readonly kind: "channels"; readonly channels: Readonly<Partial<Record<ChannelName, SourceFile>>> }
  /** One TIFF or OME-TIFF with all channels. */
  | { readonly kind: "stack"; readonly file: SourceFile };

/**
 * The state of a tile. `waiting`: a channel is missing, and the user has to decide. `queued`: it has to be read and
 * segmented. `processing`: a worker reads and segments it. `ready`: its cells are in storage (there may be none).
 * `failed`: its record's `problem` says why.
 */
export type TileStatus = "waiting" | "queued" | "processing" | "ready" | "failed";
