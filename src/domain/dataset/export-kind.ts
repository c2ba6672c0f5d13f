/** What can be exported; see the README for each. */
export type ExportKind =
  | "submission"
  | "evaluation"
  | "cells"
  | "label-maps"
  | "label-maps-tiff"
  | "previews"
  | "coco"
  | "embeddings-npy"
  | "embeddings-csv"
  | "model"
  | "onnx"
  | "run";
