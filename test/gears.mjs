/**
 * Tests that work on the real thing and take long, by suite: the gears below `npm test` leave them out, and where they run, they begin
 * first, so that no worker is left alone with one of them at the end. Files, or folders with `/**` behind them.
 */
export const longTests = {
  unit: [
    // Whole ResNets against other frameworks.
    "test/unit/learning/network/torchvision.test.ts",
    "test/unit/pipeline/models/onnx-model.test.ts",
    "test/unit/pipeline/models/read-keras-file.test.ts",
    // Trainings, and models that are judged, on generated tiles.
    "test/unit/pipeline/prediction/starter-model.test.ts",
    "test/unit/pipeline/training/learn-sample-tiles.test.ts",
    "test/unit/sample/protein-patterns.test.ts",
    // Real tiles.
    "test/unit/segmentation/agreement.test.ts",
    "test/unit/segmentation/turned-tiles.test.ts",
  ],
  browser: [
    // Journeys over real workers and real storage.
    "test/browser/pipeline/**",
    // Real tiles.
    "test/browser/segmentation/**",
    // Trainings and whole networks on WebGPU, which is computed in software.
    "test/browser/learning/inference/**",
    "test/browser/learning/network/**",
    "test/browser/learning/training/**",
    "test/browser/learning/weak-labels/**",
    "test/browser/learning/webgpu.test.ts",
  ],
  // One training after the other: half of the suite's time.
  e2e: ["test/e2e/sample-journey.test.ts", "test/e2e/main-job.test.ts", "test/e2e/resume-training.test.ts"],
};

/** Whether the file, a path from the root with slashes, is one of these. */
export function isLong(path) {
  return Object.values(longTests)
    .flat()
    .some((entry) => (entry.endsWith("/**") ? path.startsWith(entry.slice(0, -2)) : path === entry));
}
