import { version } from "../../domain/software-versions.ts";
import type { Model, NamedTensors } from "../../domain/training/checkpoint.ts";
import { encodeOnnx, type OnnxGraph, type OnnxNode } from "../../export/onnx.ts";
import {
  type Architecture,
  architectureFor,
  type BlockPlan,
  blockPlans,
  normalisationEpsilon,
  parameterTable,
} from "../../learning/network/architecture.ts";
import { checkTensors } from "../../learning/network/parameters.ts";

/** The nodes of a convolution, its normalisation and an optional rectifier. The last one gives the tensor `output`. */
function layer(
  input: string,
  { convolution, normalisation }: { readonly convolution: string; readonly normalisation: string },
  { kernel, stride }: { readonly kernel: number; readonly stride: number },
  rectified: boolean,
): { nodes: OnnxNode[]; output: string } {
  const pad = (kernel - 1) / 2;
  const nodes: OnnxNode[] = [
    {
      operation: "Conv",
      inputs: [input, `${convolution}.weight`],
      output: convolution,
      attributes: { kernel_shape: [kernel, kernel], strides: [stride, stride], pads: [pad, pad, pad, pad] },
    },
    {
      operation: "BatchNormalization",
      inputs: [
        convolution,
        ...["weight", "bias", "running_mean", "running_var"].map((name) => `${normalisation}.${name}`),
      ],
      output: normalisation,
      floats: { epsilon: normalisationEpsilon },
    },
  ];
  if (!rectified) return { nodes, output: normalisation };
  const output = `${normalisation}.relu`;
  nodes.push({ operation: "Relu", inputs: [normalisation], output });
  return { nodes, output };
}

function blockNodes(
  input: string,
  plan: BlockPlan,
  block: Architecture["block"],
): { nodes: OnnxNode[]; output: string } {
  const { name, stride, stridedConvolution, projects } = plan;
  const kernels = block === "basic" ? [3, 3] : [1, 3, 1];
  const nodes: OnnxNode[] = [];
  let x = input;
  kernels.forEach((kernel, index) => {
    const names = { convolution: `${name}.conv${index + 1}`, normalisation: `${name}.bn${index + 1}` };
    const made = layer(
      x,
      names,
      { kernel, stride: index + 1 === stridedConvolution ? stride : 1 },
      index < kernels.length - 1,
    );
    nodes.push(...made.nodes);
    x = made.output;
  });
  let shortcut = input;
  if (projects) {
    const names = { convolution: `${name}.downsample.0`, normalisation: `${name}.downsample.1` };
    const made = layer(input, names, { kernel: 1, stride }, false);
    nodes.push(...made.nodes);
    shortcut = made.output;
  }
  nodes.push({ operation: "Add", inputs: [x, shortcut], output: `${name}.add` });
  nodes.push({ operation: "Relu", inputs: [`${name}.add`], output: `${name}.relu` });
  return { nodes, output: `${name}.relu` };
}

/**
 * Builds the inference graph of a network: crops in, logits and probabilities out, with any batch size.
 * @throws ModelMismatch that names the first tensor that does not fit.
 */
export function inferenceGraph(architecture: Architecture, inputSize: number, tensors: NamedTensors): OnnxGraph {
  const { stem, block, channels, classes } = architecture;
  const constants = Array.from(checkTensors(tensors, parameterTable(architecture)), ([name, tensor]) => ({
    name,
    ...tensor,
  }));
  const start = layer("crops", { convolution: "conv1", normalisation: "bn1" }, stem, true);
  const nodes = [...start.nodes];
  let x = start.output;
  if (stem.maxPool) {
    const attributes = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] };
    nodes.push({ operation: "MaxPool", inputs: [x], output: "maxpool", attributes });
    x = "maxpool";
  }
  for (const plan of blockPlans(architecture)) {
    const made = blockNodes(x, plan, block);
    nodes.push(...made.nodes);
    x = made.output;
  }
  nodes.push(
    { operation: "GlobalAveragePool", inputs: [x], output: "avgpool" },
    { operation: "Flatten", inputs: ["avgpool"], output: "features", attributes: { axis: 1 } },
    { operation: "Gemm", inputs: ["features", "fc.weight", "fc.bias"], output: "logits", attributes: { transB: 1 } },
    { operation: "Sigmoid", inputs: ["logits"], output: "probabilities" },
  );
  return {
    name: "cytotope",
    inputs: [{ name: "crops", shape: ["batch", channels, inputSize, inputSize] }],
    outputs: [
      { name: "logits", shape: ["batch", classes] },
      { name: "probabilities", shape: ["batch", classes] },
    ],
    nodes,
    constants,
  };
}

/**
 * Encodes a model as an .onnx file (opset 17) for prediction elsewhere.
 *
 * The input `crops` is `[batch, channels, size, size]`, float32, 0..1: a stored crop's 8-bit values divided by 255
 * and box-averaged to `size` px, channels in the manifest's order. The outputs are `logits` and their sigmoid
 * `probabilities`, both `[batch, classes]` in the manifest's order. Test-time flips, the blend for Negative and the
 * border weight come after the network and are not included. The metadata holds the manifest under `manifest`.
 * @throws ModelMismatch that names the first tensor that does not fit.
 */
export function encodeOnnxModel({ manifest, tensors }: Model): Blob {
  const { backbone, channels, classes, inputSize } = manifest;
  const architecture = architectureFor(backbone, channels.length, classes.names.length);
  const graph = inferenceGraph(architecture, inputSize, tensors);
  return encodeOnnx(graph, { manifest: JSON.stringify(manifest) }, { name: "Cytotope", version });
}
