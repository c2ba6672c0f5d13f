import { problemError } from "../../domain/errors.ts";
import { longestSide } from "../../domain/tile/tile.ts";

/** The problems that a file by itself can have, whatever its format: thrown by the readers of this folder. */

/** The file starts as an image but its content is cut off or damaged; `what` is one clause that says how it shows. */
export function truncatedFile(name: string, what: string): Error {
  return problemError({
    tag: "TruncatedFile",
    subject: name,
    message: `${name} is damaged or incomplete: ${what}.`,
    remedy: "Copy the file again from its source, or export it again.",
  });
}

export function emptyFile(name: string): Error {
  return problemError({
    tag: "EmptyFile",
    subject: name,
    message: `${name} is empty (0 bytes).`,
    remedy: "Copy the file again from its source; the copy may have been interrupted.",
  });
}

/** `what` is one clause that says what the file is instead; `remedy` what to do. */
export function notAnImage(name: string, what: string, remedy?: string): Error {
  return problemError({
    tag: "NotAnImage",
    subject: name,
    message: `${name} cannot be read as an image: ${what}.`,
    remedy: remedy ?? "Export the channel as a grayscale PNG or TIFF with 8 or 16 bits a sample.",
  });
}

/** `depth` names what the file has, for instance "32-bit floating point". */
export function unsupportedDepth(name: string, depth: string): Error {
  return problemError({
    tag: "UnsupportedDepth",
    subject: name,
    message: `${name} holds ${depth} samples; 8 and 16 bits (unsigned) are read.`,
    remedy: "Convert the image to 8 or 16 bits a sample, in ImageJ by Image > Type > 16-bit, and drop it again.",
  });
}

/** `reason` is one clause that says why no single channel can be told. */
export function ambiguousColour(name: string, reason: string): Error {
  return problemError({
    tag: "AmbiguousColour",
    subject: name,
    message: `${name} is a colour image of which no single channel can be told: ${reason}.`,
    remedy: "Split the image into its channels and save each as a grayscale PNG or TIFF.",
  });
}

/**
 * Refuses sizes that cannot be worked with, to be called with the header's figures before any pixel is read.
 * Throws ImageTooLarge, or NotAnImage when a side is zero.
 */
export function checkSize(name: string, width: number, height: number): void {
  if (!(width > 0 && height > 0)) throw notAnImage(name, `its header gives a size of ${width} x ${height} px`);
  if (width > longestSide || height > longestSide) {
    throw problemError({
      tag: "ImageTooLarge",
      subject: name,
      message: `${name} is ${thousands(width)} x ${thousands(height)} px; at most ${thousands(longestSide)} px a side can be read.`,
      remedy: "Crop the image into smaller fields of view, or bin it, and drop it again.",
    });
  }
}

function thousands(value: number): string {
  return value.toLocaleString("en-US");
}
