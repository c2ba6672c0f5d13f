/** The kinds of files that can be exported. */
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
