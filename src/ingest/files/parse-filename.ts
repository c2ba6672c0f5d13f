import type { MaskPart } from "../../domain/dataset/tile-mask.ts";
import { type ChannelName, type TileId, tileId } from "../../domain/tile/tile.ts";

/** What a file's name says about its content. */
export type ParsedName =
  /** One channel of a tile. */
  | { readonly kind: "channel"; readonly tile: TileId; readonly channel: ChannelName }
  /** A TIFF whose name gives no channel. It holds all channels of one tile. */
  | { readonly kind: "stack"; readonly tile: TileId }
  /** A comma- or semicolon-separated table. */
  | { readonly kind: "table" }
  | { readonly kind: "archive" }
  /** A label map of a tile. */
  | { readonly kind: "mask"; readonly tile: TileId; readonly part: MaskPart }
  /**
   * A file of the operating system, or a by-product that Cellpose writes beside its masks. It is
   * skipped without a problem.
   */
  | { readonly kind: "system" }
  | { readonly kind: "unknown" };

const channelPattern = /^(.+)_(red|green|blue|yellow)(?:\.ome)?\.(?:png|tiff?|jpe?g|webp)$/i;
const stackPattern = /^(.+?)(?:\.ome)?\.tiff?$/i;
/**
 * The endings that segmentation programs give to masks. HPA-Cell-Segmentation: `_cellmask`, `_nucleimask`.
 * Cellpose: `_cp_masks`. CellProfiler, StarDist and Cytotope's own export: `_cells`, `_nuclei`, `_labels`,
 * `_label`. Lossy formats match too, so that a problem can say later why they cannot be label maps.
 */
const maskPattern =
  /^(.+)_(?:(cellmask|cells|labels?|cp_masks)|(nucleimask|nuclei))(?:\.ome)?\.(?:png|tiff?|jpe?g|webp)$/i;
/** Cellpose names a mask after its input image, so the name may contain a channel. */
const maskedChannelPattern = /^(.+)_(red|green|blue|yellow)$/i;
/**
 * The public atlas has merged pictures such as `1_A1_2_blue_red_green.jpg`. They end like a
 * channel but show several.
 */
const mergedPattern = /_(?:red|green|blue|yellow)$/i;
/**
 * Flows, outlines and pictures that Cellpose writes beside its masks. Some of them would
 * pass as tiles by their name.
 */
const byProductPattern = /_(?:seg\.npy|flows\.tiff?|rois\.zip|cp_outlines\.txt|cp_output\.[a-z]+)$/i;
const systemPattern = /^(?:\..*|__macosx|thumbs\.db|desktop\.ini)$/i;

/**
 * Reads what a file's name says, in upper or lower case. Folders in the path, also those inside a .zip archive, are
 * ignored, except the operating system's own.
 */
export function parseFilename(name: string): ParsedName {
  const steps = name.split(/[\\/]/).filter((step) => step !== "" && step !== "." && step !== "..");
  if (steps.some((step) => systemPattern.test(step))) return { kind: "system" };
  // Archives made on a Mac write "ä" as two code points, tables as one.
  const base = (steps.at(-1) ?? "").normalize("NFC");

  if (byProductPattern.test(base)) return { kind: "system" };
  const mask = parseMaskName(base);
  if (mask !== null) return mask;

  const [, tile, channel] = channelPattern.exec(base) ?? [];
  if (tile !== undefined && channel !== undefined) {
    if (mergedPattern.test(tile)) return { kind: "unknown" };
    return { kind: "channel", tile: tileId(tile), channel: channel.toLowerCase() as ChannelName };
  }

  const stack = stackPattern.exec(base)?.[1];
  if (stack !== undefined) return { kind: "stack", tile: tileId(stack) };
  if (/.\.(?:csv|tsv)$/i.test(base)) return { kind: "table" };
  if (/.\.zip$/i.test(base)) return { kind: "archive" };
  return { kind: "unknown" };
}

function parseMaskName(base: string): ParsedName | null {
  const [, name, cells] = maskPattern.exec(base) ?? [];
  if (name === undefined) return null;
  const [, tile, channel] = (cells?.toLowerCase() === "cp_masks" && maskedChannelPattern.exec(name)) || [];
  if (tile === undefined) return { kind: "mask", tile: tileId(name), part: cells === undefined ? "nuclei" : "cells" };
  // Cellpose outlines nuclei when its input was the nuclear stain, and cells for any other stain.
  return { kind: "mask", tile: tileId(tile), part: channel?.toLowerCase() === "blue" ? "nuclei" : "cells" };
}
