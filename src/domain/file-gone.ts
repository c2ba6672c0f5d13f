import { problemError } from "./errors.ts";

/**
 * The file was moved, changed or removed on disk after the user dropped it.
 *
 * @param cause the browser's error when it tried to read the file.
 */
export function fileGone(name: string, cause?: unknown): Error {
  return problemError(
    {
      tag: "SourceGone",
      subject: name,
      message: `${name} can no longer be read: it was moved, changed or removed since it was dropped.`,
      remedy: "Drop the file again.",
    },
    { cause },
  );
}
