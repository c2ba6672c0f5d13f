/**
 * Long tests, by suite. They use real data, real workers or real networks. The gears below `npm test` leave them
 * out. Where they run, they start first, so that no worker is left alone with one of them at the end. An entry is a
 * file, or a folder followed by `/**`.
 */
export const longTests = {
  unit: [
    // These compare whole ResNets with other frameworks.
    "test/unit/learning/network/torchvision.test.ts",
    "test/unit/pipeline/models/onnx-model.test.ts",
    "test/unit/pipeline/models/read-keras-file.test.ts",
    // These train and evaluate models on generated tiles.
    "test/unit/pipeline/prediction/starter-model.test.ts",
    "test/unit/pipeline/training/learn-sample-tiles.test.ts",
    "test/unit/pipeline/training/self-training.test.ts",
    "test/unit/pipeline/training/train-classifier.test.ts",
    "test/unit/sample/protein-patterns.test.ts",
    // Real tiles.
    "test/unit/segmentation/agreement.test.ts",
    "test/unit/segmentation/turned-tiles.test.ts",
  ],
  browser: [
    // Journeys with real workers and real storage.
    "test/browser/pipeline/**",
    // Real tiles.
    "test/browser/segmentation/**",
    // Trainings and whole networks on WebGPU in software.
    "test/browser/learning/inference/**",
    "test/browser/learning/network/**",
    "test/browser/learning/training/**",
    "test/browser/learning/weak-labels/**",
    "test/browser/learning/webgpu.test.ts",
  ],
  // These do one training after the other, which takes half of the suite's time.
  e2e: ["test/e2e/sample-journey.test.ts", "test/e2e/main-job.test.ts", "test/e2e/resume-training.test.ts"],
};

/** Whether a file is one of the long tests. `path` is a path from the root, with slashes. */
export function isLong(path) {
  return Object.values(longTests)
    .flat()
    .some((entry) => (entry.endsWith("/**") ? path.startsWith(entry.slice(0, -2)) : path === entry));
}
