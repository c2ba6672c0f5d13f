import { dependencies, version } from "../../../package.json";

/** What results depend on: the page itself, and the libraries that segment and learn. */
export const softwareVersions = {
  cytotope: version,
  "opencv.js": dependencies["@opencvjs/web"],
  "tensorflow.js": dependencies["@tensorflow/tfjs-core"],
};
