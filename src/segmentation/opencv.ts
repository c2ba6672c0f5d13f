import { loadOpenCV as load, type OpenCV as Namespace } from "@opencvjs/web";
import { problemError } from "../domain/errors.ts";

/** The loaded OpenCV library. Mats are in its own heap and are freed only by `delete`, see {@link withMats}. */
export type OpenCV = typeof Namespace;
export type Mat = Namespace.Mat;

let loading: Promise<OpenCV> | null = null;

/** Loads OpenCV once for this thread, in a page, a worker or Node. After a failure the next call tries again. */
export function loadOpenCV(): Promise<OpenCV> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** Registers a Mat with the scope that will free it, and returns the Mat. */
export type Keep = <Deletable extends { delete: () => void }>(mat: Deletable) => Deletable;

/** The problem that a tile is too large for the memory there is. `cause` is the error that showed it. */
export function outOfMemory(subject: string, cause: unknown): Error {
  return problemError(
    {
      tag: "SegmentationFailed",
      subject,
      message: "There was not enough memory to segment this image.",
      remedy: "Enter a larger nucleus diameter so that segmentation works at a coarser scale, or crop the tile.",
    },
    { cause },
  );
}

/**
 * Runs `task` and frees every Mat that it registered with `keep`, also when it throws. No Mat may leave the scope.
 *
 * When OpenCV's heap of 1 GB is full, it throws a bare number (the address of a C++ exception) or aborts, depending on
 * how it was built. Both become a problem. The library goes on working, because the Mats are freed.
 *
 * @throws SegmentationFailed when OpenCV fails.
 */
export function withMats<Result>(task: (keep: Keep) => Result): Result {
  const mats: { delete: () => void }[] = [];
  try {
    return task((mat) => {
      mats.push(mat);
      return mat;
    });
  } catch (error) {
    if (typeof error !== "number" && !(error instanceof WebAssembly.RuntimeError)) throw error;
    throw outOfMemory("OpenCV", error);
  } finally {
    for (const mat of mats) mat.delete();
  }
}
