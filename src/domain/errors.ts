/**
 * Every failure in Cytotope is told as a problem: what is wrong, with which file or tile, and what to do about it.
 * A problem travels through `throw` as a plain `Error` whose `name` is the tag and whose message holds three parts on
 * three lines, because a worker boundary keeps only an error's name, message and stack.
 */

/** Every kind of problem, one tag each. The docstring says when it arises and the way out. */
const problemTags = [
  /** A tile lacks one of its channels. Blue and green are needed; the user can go on without red or yellow. */
  "MissingChannel",
  /** Two different files claim the same channel of one tile. Remove one of them. */
  "DuplicateChannel",
  /** The channels of one tile differ in width or height. Export them again at one size. */
  "ChannelSizeMismatch",
  /** The bytes are of no image format that is read here. */
  "NotAnImage",
  /** The file starts as an image but ends early or fails its checksums. Copy it again from the source. */
  "TruncatedFile",
  /** The file holds zero bytes. */
  "EmptyFile",
  /** Neither 8 nor 16 bits a sample (32-bit float, 1-bit ...). Convert it. */
  "UnsupportedDepth",
  /** A side longer than 16,384 px. Crop or bin the image. */
  "ImageTooLarge",
  /** A colour image with signal in more than one colour, so that it is not the picture of one channel. */
  "AmbiguousColour",
  /** The file's name says neither tile nor channel, or the file is of no known kind. It is left out. */
  "UnknownFile",
  /** The archive cannot be opened, is encrypted, or is damaged. */
  "BrokenArchive",
  /** An annotation table without the header `ID,Label`. */
  "MissingHeader",
  /** A quotation mark in an annotation table is never closed. The table is read as if it had no quotation marks. */
  "BrokenTable",
  /** A label that is not in the class list. The other labels of the row are kept. */
  "UnknownClass",
  /** Labels for a tile that is not in the data set (yet). They are kept and used once the tile is there. */
  "UnknownTile",
  /** Two rows for one tile. The first is kept. */
  "DuplicateRow",
  /** A tile that is already in the data set was dropped again. One is kept. */
  "DuplicateTile",
  /** The tile's source files were not read before the page was closed. Drop them again. */
  "SourceGone",
  /** A label map has another size than its tile, or holds something else than cell numbers. */
  "MaskMismatch",
  /** Segmentation found no nucleus, hence no cell. */
  "NoCells",
  /** Segmentation failed on this tile. */
  "SegmentationFailed",
  /** The browser has too little room for what is to be stored. Nothing was lost. */
  "QuotaExceeded",
  /** A record or file that should be in the browser's storage is not there or cannot be read. */
  "StorageBroken",
  /** Another tab or window of this browser has the data set open. Close it. */
  "OpenElsewhere",
  /** A file of weights or of a model, chosen by the user, is damaged or of another kind. Use another copy. */
  "BrokenWeights",
  /** An array larger than the memory that the browser gives. The tile fails, the others go on. */
  "OutOfMemory",
  /** The page ended several times while it worked on this tile. The work is not started again automatically. */
  "NeverFinished",
  /** Training or other work was requested without what it needs (tiles with labels, at least one class ...). */
  "NothingToLearn",
  /** An option of a training run is outside of its range. The page's form never sends such a value. */
  "OptionOutOfRange",
  /** The GPU device was lost or reported an error that no one caught. The last checkpoint is kept. */
  "DeviceLost",
  /** The loss became NaN or infinite. The last checkpoint is kept. Lower the learning rate. */
  "Diverged",
  /** A model does not fit the data: other channels, classes or crop preparation. */
  "ModelMismatch",
  /** A file could not be fetched from the address that the user typed. What came of it is kept. */
  "DownloadFailed",
  /** The user ended the work. Not shown as an error. */
  "Cancelled",
  /** A defect of Cytotope itself. */
  "Unexpected",
] as const;
export type ProblemTag = (typeof problemTags)[number];

/** What is shown to the user for one thing that went wrong. */
export interface Problem {
  readonly tag: ProblemTag;
  /** The file's or tile's name. */
  readonly subject: string;
  /** What is wrong: one sentence. */
  readonly message: string;
  /** What to do: one sentence. */
  readonly remedy: string;
}

/**
 * An error to throw that carries `problem` across worker boundaries; read it back with `problemFrom`.
 *
 * @param options `cause` is the error that this problem was made of. A developer needs its stack.
 */
export function problemError(problem: Problem, options?: ErrorOptions): Error {
  // A file's name may hold a line break; a part may not.
  const parts = [problem.subject, problem.message, problem.remedy].map((part) => part.replaceAll(/[\r\n]+/g, " "));
  const error = options?.cause === undefined ? new Error(parts.join("\n")) : new Error(parts.join("\n"), options);
  error.name = problem.tag;
  return error;
}

/**
 * What Chrome, Firefox and Safari say when there is no memory for an array: "Array buffer allocation failed",
 * "Invalid typed array length: ...", "invalid array length", "allocation size overflow", "out of memory", "Length
 * out of range of buffer".
 */
const noRoom = /alloc|(?:array|buffer).*length|length out of range|out of memory/i;

/** Whether an error says that the JavaScript engine has no room for an array. */
export function wantsMemory(error: unknown): boolean {
  return error instanceof Error && /^(?:Range|Internal)Error$/.test(error.name) && noRoom.test(error.message);
}

/** Whether the error carries a problem, with any tag. */
export function isProblem(error: unknown): boolean {
  return error instanceof Error && problemTags.some((tag) => tag === error.name);
}

/**
 * The problem that an error carries. An error of missing memory becomes `OutOfMemory` about `subject`, and any other
 * error becomes `Unexpected` about `subject`.
 */
export function problemFrom(error: unknown, subject: string): Problem {
  if (error instanceof Error) {
    const tag = problemTags.find((known) => known === error.name);
    const [about, message, remedy] = error.message.split("\n");
    if (tag !== undefined && about !== undefined && message !== undefined && remedy !== undefined) {
      return { tag, subject: about, message, remedy };
    }
  }
  if (wantsMemory(error)) {
    return {
      tag: "OutOfMemory",
      subject,
      message: `${subject} needs more memory than this browser has left.`,
      remedy: "Close other tabs and programs and try again; if the image is very large, crop or bin it.",
    };
  }
  return {
    tag: "Unexpected",
    subject,
    message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    remedy: "Reload the page; if it happens again, report it with this text.",
  };
}

/** Whether `error` carries a problem with this tag. */
export function hasTag(error: unknown, tag: ProblemTag): boolean {
  return error instanceof Error && error.name === tag;
}
