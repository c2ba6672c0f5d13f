/*
 * Vite puts these in when it builds the page, and Vitest when it runs the tests (`define` in `vite.config.ts`).
 */
declare const __CYTOTOPE_VERSION__: string;
declare const __CYTOTOPE_COMMIT__: string;
declare const __OPENCV_VERSION__: string;
declare const __TENSORFLOW_VERSION__: string;

/** The version of the page, as in `package.json`. */
export const version: string = __CYTOTOPE_VERSION__;

/**
 * The commit the page was built from: 12 hexadecimal digits, with `-changed` behind them when files differed from it;
 * "unknown" when it was built outside of a git checkout.
 */
const commit: string = __CYTOTOPE_COMMIT__;

/** What results depend on: the page itself, and the libraries that segment and learn. Part of every manifest. */
export const softwareVersions: Readonly<Record<string, string>> = {
  cytotope: version,
  commit,
  "opencv.js": __OPENCV_VERSION__,
  "tensorflow.js": __TENSORFLOW_VERSION__,
};
