import { problemError } from "../../domain/errors.ts";
import type { NamedTensor, NamedTensors } from "../../domain/training/checkpoint.ts";
import { architectureFor, normalisationEpsilon, type ParameterEntry, parameterTable } from "../network/architecture.ts";
import type { RecognisedNetwork } from "./recognise-backbone.ts";
import type { InputNormalisation } from "./widen-stem.ts";

/*
 * ResNet50 of keras.applications is ResNet v1, with the stride in a bottleneck's first convolution. Each convolution
 * has a bias, and each normalisation adds 1.001e-5 to the variance. Its input is blue, green, red, 0..255 minus the
 * mean of the colour. This module converts it to the preset `resnet50v1` with the same logits:
 *
 * - A bias before a normalisation shifts the mean that the normalisation subtracts: running mean = moving mean -
 *   bias. With the statistics of a batch the bias cancels out.
 * - The larger epsilon goes into the running variance: running variance = moving variance + (1.001e-5 - 1e-5).
 * - Kernels `[height, width, in, out]` become `[out, in, height, width]`, and the stem's colours become red, green,
 *   blue.
 */

const kerasEpsilon = 1.001e-5;

/** The normalisation that the converted network expects, for colours in 0..1. */
export const kerasNormalisation: InputNormalisation = {
  mean: [123.68 / 255, 116.779 / 255, 103.939 / 255],
  deviation: [1 / 255, 1 / 255, 1 / 255],
};

/** Keras' name for one of torchvision's layers. For instance, `layer2.0.conv1` is `conv3_block1_1_conv`. */
function kerasLayer(name: string): string {
  const [, stage = "", block = "", part = ""] = /^layer(\d)\.(\d+)\.(.+)$/.exec(name) ?? [];
  if (stage === "") return { conv1: "conv1_conv", bn1: "conv1_bn", fc: "predictions" }[name] ?? name;
  const kind = part.startsWith("conv") || part === "downsample.0" ? "conv" : "bn";
  const index = part.startsWith("downsample") ? 0 : Number(/\d+$/.exec(part)?.[0]);
  return `conv${Number(stage) + 1}_block${Number(block) + 1}_${index}_${kind}`;
}

/**
 * `[height, width, in, out]` -> `[out, in, height, width]`, or `[in, out]` -> `[out, in]`.
 * @param flipInputs true to reverse the order of the input channels
 */
function turn({ shape, values }: NamedTensor, flipInputs: boolean): NamedTensor {
  const [outputs = 0, inputs = 0] = [shape.at(-1), shape.at(-2)];
  const area = values.length / (outputs * inputs);
  const turned = new Float32Array(values.length);
  for (let output = 0; output < outputs; output += 1) {
    for (let input = 0; input < inputs; input += 1) {
      const from = flipInputs ? inputs - 1 - input : input;
      for (let pixel = 0; pixel < area; pixel += 1) {
        turned[(output * inputs + input) * area + pixel] = values[(pixel * inputs + from) * outputs + output]!;
      }
    }
  }
  return { shape: [outputs, inputs, ...shape.slice(0, -2)], values: turned };
}

const normalisationParts: Readonly<Partial<Record<ParameterEntry["role"], string>>> = {
  scale: "gamma",
  shift: "beta",
  "running-mean": "moving_mean",
  "running-variance": "moving_variance",
};

/**
 * Converts the arrays of a Keras file to the tensors of `resnet50v1`.
 * @param datasets the file's arrays by layer and part, for instance `conv1_conv/kernel`, in Keras' layout
 * @param subject the file's name
 * @throws ModelMismatch with the name of the first array that is missing, has another shape, is not finite or
 * belongs to another network
 */
export function convertKeras(datasets: NamedTensors, subject: string): RecognisedNetwork {
  const refuse = (message: string) =>
    problemError({
      tag: "ModelMismatch",
      subject,
      message,
      remedy:
        "Use the weights of keras.applications.ResNet50 in the .h5 format, or safetensors of torchvision or timm.",
    });
  const used = new Set<string>();
  const find = (name: string, shape: readonly number[]): NamedTensor => {
    const found = datasets.get(name);
    if (found === undefined || found.shape.join() !== shape.join()) {
      const is = found === undefined ? "missing" : found.shape.join(" x ");
      throw refuse(`The array ${name} of Keras' ResNet50 should be ${shape.join(" x ")} but is ${is}.`);
    }
    used.add(name);
    return found;
  };
  const outputs = datasets.get("predictions/bias")?.shape[0];
  const table = parameterTable(architectureFor("resnet50v1", 3, outputs ?? 0)).filter(
    ({ name }) => outputs !== undefined || !name.startsWith("fc."),
  );
  const tensors = new Map<string, NamedTensor>();
  for (const { name, shape, role } of table) {
    const owner = name.slice(0, name.lastIndexOf("."));
    const layer = kerasLayer(owner);
    const part = normalisationParts[role];
    if (role === "convolution" || role === "dense") {
      const [output = 0, input = 0, ...sides] = shape;
      tensors.set(name, turn(find(`${layer}/kernel`, [...sides, input, output]), owner === "conv1"));
      continue;
    }
    const { values } = find(`${layer}/${part ?? "bias"}`, shape);
    // The names of a normalisation and of its convolution differ in the last part only.
    const bias = role === "running-mean" ? find(`${layer.replace(/bn$/, "conv")}/bias`, shape).values : null;
    const changed = values.map((value, index) => {
      if (bias !== null) return value - bias[index]!;
      return role === "running-variance" ? value + (kerasEpsilon - normalisationEpsilon) : value;
    });
    if (!changed.every(Number.isFinite))
      throw refuse(`The array ${layer}/${part ?? "bias"} holds a value that is no number.`);
    tensors.set(name, { shape, values: changed });
  }
  const odd = [...datasets.keys()].find((name) => /^conv\d/.test(name) && !used.has(name));
  if (odd !== undefined) throw refuse(`The array ${odd} has no place in Keras' ResNet50: this is another network.`);
  return { backbone: "resnet50v1", tensors, ignored: datasets.size - used.size };
}
