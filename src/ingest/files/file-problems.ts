import { problemError, wantsMemory } from "../../domain/errors.ts";
import { longestSide } from "../../domain/tile/tile.ts";

/* The problems that a single file can have, whatever its format. The readers in `src/ingest` throw them. */

/**
/**
 * The file starts as an image, but its content is cut off or damaged.
 *
 * @param what one clause that says what is wrong with the content.
 * @param cause the error of the decoder.
 */
export function truncatedFile(name: string, what: string, cause?: unknown): Error {
  return problemError(
    {
      tag: "TruncatedFile",
      subject: name,
      message: `${name} is damaged or incomplete: ${what}.`,
      remedy: "Copy the file again from its source, or export it again.",
    },
    { cause },
  );
}

/**
 * The error to throw when the decoder of an image of known size threw `error`. Missing memory is no damage of the
 * file.
 */
export function undecodable(name: string, what: string, error: unknown): unknown {
  return wantsMemory(error) ? error : truncatedFile(name, what, error);
}

export function emptyFile(name: string): Error {
  return problemError({
    tag: "EmptyFile",
    subject: name,
    message: `${name} is empty (0 bytes).`,
    remedy: "Copy the file again from its source; the copy may have been interrupted.",
  });
}

/**
 * The file cannot be read as an image.
 * @param what one clause that says what is wrong with the file or what it is instead.
 * @param remedy one sentence that says what to do; absent means
 * the general advice to export the channel as PNG or TIFF.
 */
export function notAnImage(name: string, what: string, remedy?: string): Error {
  return problemError({
    tag: "NotAnImage",
    subject: name,
    message: `${name} cannot be read as an image: ${what}.`,
    remedy: remedy ?? "Export the channel as a grayscale PNG or TIFF with 8 or 16 bits a sample.",
  });
}

/**
 * The samples of the file have a type that cannot be read.
 * @param depth the type of the samples, for instance "32-bit floating-point".
 */
export function unsupportedDepth(name: string, depth: string): Error {
  return problemError({
    tag: "UnsupportedDepth",
    subject: name,
    message: `${name} holds ${depth} samples; only unsigned samples of 8 or 16 bits can be read.`,
    remedy: "Convert the image to 8 or 16 bits a sample (in ImageJ: Image > Type > 16-bit) and drop it again.",
  });
}

/**
 * The file is a colour image, and it is not clear which channel it shows.
 * @param reason one clause that says why.
 */
export function ambiguousColour(name: string, reason: string): Error {
  return problemError({
    tag: "AmbiguousColour",
    subject: name,
    message: `${name} is a colour image that cannot be read as one channel: ${reason}.`,
    remedy: "Split the image into its channels and save each as a grayscale PNG or TIFF.",
  });
}

/**
 * Refuses images whose size cannot be processed. Call it with the size in the header, before any pixel is read.
 * @param width px.
 * @param height px.
 * @throws ImageTooLarge, or NotAnImage when a side is zero.
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
