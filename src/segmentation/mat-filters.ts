import type { Raster } from "../imaging/box-downsample.ts";
import { type Keep, type Mat, type OpenCV, withMats } from "./opencv.ts";

/*
 * OpenCV's filters from typed array to typed array, `[height, width]`, row-major; no Mat leaves this file. Masks hold 0
 * and 1.
 */

function floatMat(opencv: OpenCV, keep: Keep, width: number, height: number, values: Float32Array): Mat {
  const mat = keep(new opencv.Mat(height, width, opencv.CV_32FC1));
  mat.data32F.set(values);
  return mat;
}

function byteMat(opencv: OpenCV, keep: Keep, width: number, height: number, values: Uint8Array): Mat {
  const mat = keep(new opencv.Mat(height, width, opencv.CV_8UC1));
  mat.data.set(values);
  return mat;
}

/** Gaussian blur, with reflected borders. `sigma` is in px; below 0.3 px the values are copied unchanged. */
export function gaussianBlur(opencv: OpenCV, { width, height, values }: Raster, sigma: number): Float32Array {
  if (sigma < 0.3) return values.slice();
  return withMats((keep) => {
    const mat = floatMat(opencv, keep, width, height, values);
    const side = 2 * Math.ceil(3 * sigma) + 1;
    opencv.GaussianBlur(mat, mat, new opencv.Size(side, side), sigma, sigma, opencv.BORDER_REFLECT_101);
    return mat.data32F.slice();
  });
}

/** Enlarges a coarse grid bilinearly to `[height, width]`. The grid's points stand for equal blocks of the image. */
export function enlarge(opencv: OpenCV, grid: Raster, width: number, height: number): Float32Array {
  return withMats((keep) => {
    const mat = floatMat(opencv, keep, grid.width, grid.height, grid.values);
    const out = keep(new opencv.Mat());
    opencv.resize(mat, out, new opencv.Size(width, height), 0, 0, opencv.INTER_LINEAR);
    return out.data32F.slice();
  });
}

/**
 * Euclidean distance of every mask pixel to the nearest pixel outside of the mask, px. Beyond the image's border there
 * are no such pixels.
 */
export function distanceMap(opencv: OpenCV, mask: Uint8Array, width: number, height: number): Float32Array {
  return withMats((keep) => {
    const mat = byteMat(opencv, keep, width, height, mask);
    const out = keep(new opencv.Mat());
    opencv.distanceTransform(mat, out, opencv.DIST_L2, opencv.DIST_MASK_PRECISE);
    return out.data32F.slice();
  });
}

/** Opens or closes a mask with a disc of `radius` px. The radius is rounded; below 0.5 the mask is copied unchanged. */
export function smoothMask(
  opencv: OpenCV,
  mask: Uint8Array,
  width: number,
  height: number,
  operation: "open" | "close",
  radius: number,
): Uint8Array {
  const whole = Math.round(radius);
  if (whole < 1) return mask.slice();
  return withMats((keep) => {
    const mat = byteMat(opencv, keep, width, height, mask);
    const side = 2 * whole + 1;
    const disc = keep(opencv.getStructuringElement(opencv.MORPH_ELLIPSE, new opencv.Size(side, side)));
    opencv.morphologyEx(mat, mat, operation === "open" ? opencv.MORPH_OPEN : opencv.MORPH_CLOSE, disc);
    return mat.data.slice();
  });
}
