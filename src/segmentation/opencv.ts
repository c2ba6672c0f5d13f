import { loadOpenCV as load, type OpenCV as Namespace } from "@opencvjs/web";
import { problemError } from "../domain/errors.ts";

/** The OpenCV library, loaded. Mats live in its own heap and die only by `delete`: see {@link withMats}. */
export type OpenCV = typeof Namespace;
export type Mat = Namespace.Mat;

let loading: Promise<OpenCV> | null = null;

/** Loads OpenCV once for this thread; works in a page, a worker and Node. A failed load can be tried again. */
export function loadOpenCV(): Promise<OpenCV> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** Hands a Mat to the scope that will free it, and gives it back. */
export type Keep = <Deletable extends { delete: () => void }>(mat: Deletable) => Deletable;

/** The problem of a tile too large for the memory at hand. */
export function outOfMemory(subject: string): Error {
  return problemError({
    tag: "SegmentationFailed",
    subject,
    message: "There was not enough memory to segment this image.",
    remedy: "Enter a larger nucleus diameter so that segmentation works at a coarser scale, or crop the tile.",
  });
}

/**
 * Runs `task` and frees every Mat it kept, however it ends. No Mat may leave the scope.
 *
 * When its 1 GB heap is full, OpenCV throws a bare number (the address of a C++ exception) or aborts, by how it was
 * built. Either becomes a problem, and with the Mats freed the library goes on working.
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
    throw outOfMemory("OpenCV");
  } finally {
    for (const mat of mats) mat.delete();
  }
}
