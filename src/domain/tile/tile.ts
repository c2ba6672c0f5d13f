/** A tile: one field of view with its channels. */

declare const tileIdBrand: unique symbol;
/** The tile's name as its files give it, for instance `5c27f04c-bb99-11e8-b2b9-ac1f6b6435d0`. */
export type TileId = string & { readonly [tileIdBrand]: true };

export function tileId(name: string): TileId {
  return name as TileId;
}

/** The channels in the order that every array over channels in Cytotope keeps: crops, means, networks. */
export const channelNames = ["red", "green", "blue", "yellow"] as const;
export type ChannelName = (typeof channelNames)[number];

/** Blue (nuclei) finds the cells and green (the protein) is what is asked for: no tile goes without them. */
export const neededChannels: readonly ChannelName[] = ["blue", "green"];

/** The longest side that is accepted, in px: the largest texture side WebGPU and WebGL2 devices commonly offer. */
export const longestSide = 16_384;

/** Samples of one channel, `[height, width]`, row-major, 0..255 or 0..65535. */
export type Samples = Uint8Array | Uint16Array;

/** One decoded channel. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  /** Bits a sample; tells `Uint8Array` from `Uint16Array`. */
  readonly bitDepth: 8 | 16;
  readonly samples: Samples;
}

/** The pixels of one tile. All channels have the same size and depth; a channel gone without is null. */
export interface TilePixels {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 8 | 16;
  readonly channels: Readonly<Record<ChannelName, Samples | null>>;
}

/** A file of the user's: a handle, cheap to clone between threads. `entry` names the member of a .zip archive. */
export interface SourceFile {
  readonly name: string;
  readonly file: Blob;
  readonly entry?: string;
  /** Bytes of the member once unpacked, given with `entry`; a plain file has `file.size`. */
  readonly size?: number;
}

/** Where a tile's pixels come from. */
export type TileSource =
  | { readonly kind: "channels"; readonly channels: Readonly<Partial<Record<ChannelName, SourceFile>>> }
  /** One TIFF or OME-TIFF with all channels. */
  | { readonly kind: "stack"; readonly file: SourceFile };

/**
 * `waiting`: a channel is missing and the user decides; `queued`: to be read and segmented; `processing`;
 * `ready`: cells are there (perhaps none); `failed`: see the record's problem.
 */
export type TileStatus = "waiting" | "queued" | "processing" | "ready" | "failed";
