/*
 * Vite fills these in when it builds the page, and Vitest when it runs the tests (see `define` in `vite.config.ts`).
 */
declare const __CYTOTOPE_VERSION__: string;
declare const __CYTOTOPE_COMMIT__: string;
declare const __OPENCV_VERSION__: string;
declare const __TENSORFLOW_VERSION__: string;

/** The version of the page, from `package.json`. */
export const version: string = __CYTOTOPE_VERSION__;

/**
 * The commit that the page was built from: 12 hexadecimal digits, followed by `-changed` when files differed from that
 * commit. It is "unknown" when the page was built outside of a git checkout.
 */
export const commit: string = __CYTOTOPE_COMMIT__;

/**
 * Versions of the software that results depend on: the page and the libraries that segment and
 * learn. In every manifest.
 */
export const softwareVersions: Readonly<Record<string, string>> = {
  cytotope: version,
  commit,
  "opencv.js": __OPENCV_VERSION__,
  "tensorflow.js": __TENSORFLOW_VERSION__,
};
