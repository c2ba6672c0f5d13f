import type { ClassList } from "../../domain/localisation/localisation.ts";
import type { ModelManifest } from "../../domain/training/model-manifest.ts";
import type { BackbonePreset, TrainingOptions } from "../../domain/training/training-options.ts";

/** Batch normalisation adds this number to the variance. It is torch's default. */
export const normalisationEpsilon = 1e-5;

/**
 * A residual network described as data: ResNet v1.5 (He et al. 2016, with the stride in the bottleneck's 3 x 3
 * convolution, as in torchvision) or ResNet v1, as in Keras. The graph, the table of parameters and the parameters'
 * names are all derived from this description.
 */
export interface Architecture {
  readonly stem: { readonly kernel: 3 | 7; readonly stride: 1 | 2; readonly maxPool: boolean };
  readonly block: "basic" | "bottleneck";
  /**
   * In a bottleneck block that halves the image, "first" puts the stride in the first convolution (v1). Without it,
   * the 3 x 3 convolution has the stride (v1.5).
   */
  readonly strideIn?: "first";
  /** Channels of the stem and of the 3 x 3 convolutions in the first stage. Each later stage doubles them. */
  readonly width: number;
  /** Number of blocks in each stage. */
  readonly stages: readonly number[];
  /** Channels of the input. */
  readonly channels: number;
  readonly classes: number;
  /** Heads in addition to torchvision's linear head. When absent, there are none. */
  readonly heads?: ExtraHeads;
}

/** Heads that the objectives for weak labels add to the network. */
export interface ExtraHeads {
  /**
   * The context head computes logits of a cell from the features of the other cells of its tile (`cell-context.ts`).
   * This is their share in the final probability, 0..1. 0 means that the network has no context head.
   */
  readonly contextShare: number;
  /** Share of the picture of the whole tile in the final probability, 0..1. 0 when absent. */
  readonly pictureShare?: number;
  /**
   * Index of the class that says that a cell shows no protein, or null. Only the cell itself decides about this
   * class, because its surroundings say nothing about a dark cell.
   */
  readonly negative?: number | null;
  /** Whether the network has a head for attention scores, which pool the cells of a tile (`gated-attention.ts`). */
  readonly attention: boolean;
}

/** Most context features that are stored for a cell. Without this limit, ResNet-50 would store 8 kB for each cell. */
const widestContext = 64;

/** Hidden units of the gated attention. */
const attentionWidth = 32;

/** A bottleneck's output has four times the channels of its 3 x 3 convolution. */
const bottleneckExpansion = 4;

const imageNetStem = { kernel: 7, stride: 2, maxPool: true } as const;

const shapes: Readonly<
  Record<BackbonePreset, Omit<Architecture, "channels" | "classes" | "heads"> & { inputSize: number }>
> = {
  tiny: { stem: { kernel: 3, stride: 2, maxPool: false }, block: "basic", width: 8, stages: [1, 1, 1], inputSize: 56 },
  resnet18: { stem: imageNetStem, block: "basic", width: 64, stages: [2, 2, 2, 2], inputSize: 224 },
  resnet34: { stem: imageNetStem, block: "basic", width: 64, stages: [3, 4, 6, 3], inputSize: 224 },
  resnet50: { stem: imageNetStem, block: "bottleneck", width: 64, stages: [3, 4, 6, 3], inputSize: 224 },
  resnet50v1: {
    stem: imageNetStem,
    block: "bottleneck",
    strideIn: "first",
    width: 64,
    stages: [3, 4, 6, 3],
    inputSize: 224,
  },
};

export function architectureFor(
  preset: BackbonePreset,
  channels: number,
  classes: number,
  heads: ExtraHeads = { contextShare: 0, attention: false },
): Architecture {
  const { inputSize: _, ...shape } = shapes[preset];
  return { ...shape, channels, classes, heads };
}

/** Channels of the last stage. This is the length of a cell's embedding. */
function featureCount(architecture: Architecture): number {
  return blockPlans(architecture).at(-1)?.output ?? architecture.width;
}

export function hasContext({ heads }: Architecture): boolean {
  return (heads?.contextShare ?? 0) > 0;
}

/**
 * Number of context features of a cell: the length of its embedding, or of a random projection if that is shorter.
 */
export function contextWidth(architecture: Architecture): number {
  return Math.min(featureCount(architecture), widestContext);
}

/** The heads that the objective of a run needs. */
export function extraHeads(
  { objective, bagPooling, contextShare, pictureShare }: TrainingOptions,
  { negative }: Pick<ClassList, "negative">,
): ExtraHeads {
  return {
    negative,
    contextShare: objective === "image-and-cell" ? contextShare : 0,
    pictureShare: objective === "image-and-cell" ? pictureShare : 0,
    attention: objective === "multiple-instance" && bagPooling === "attention",
  };
}

/** The network of a model file, without the attention head: prediction does not need that head. */
export function architectureOf({ backbone, channels, classes, options }: ModelManifest): Architecture {
  return architectureFor(backbone, channels.length, classes.names.length, {
    ...extraHeads(options, classes),
    attention: false,
  });
}

/** Side of the network's input in px: the preset's own side, or the crop's side if that is smaller. */
export function inputSizeFor(preset: BackbonePreset, cropSize: number): number {
  return Math.min(shapes[preset].inputSize, cropSize);
}

/** One residual block: its place in the network, its channels and its stride. */
export interface BlockPlan {
  /** torchvision's prefix, for instance `layer1.0`. */
  readonly name: string;
  /** The first stage is 1. */
  readonly stage: number;
  /** Channels of the block's input. */
  readonly input: number;
  /** Channels of the 3 x 3 convolutions. */
  readonly inner: number;
  /** Channels of the block's output. */
  readonly output: number;
  readonly stride: 1 | 2;
  /** Which convolution has the stride. The first convolution is 1. */
  readonly stridedConvolution: 1 | 2;
  /** Whether the shortcut needs a 1 x 1 convolution because the block changes the side or the channels. */
  readonly projects: boolean;
}

/** The blocks, in the order in which they are applied. */
export function blockPlans(architecture: Architecture): BlockPlan[] {
  const plans: BlockPlan[] = [];
  let input = architecture.width;
  architecture.stages.forEach((count, stage) => {
    const inner = architecture.width * 2 ** stage;
    const output = architecture.block === "basic" ? inner : inner * bottleneckExpansion;
    for (let index = 0; index < count; index += 1) {
      const stride = stage > 0 && index === 0 ? 2 : 1;
      plans.push({
        name: `layer${stage + 1}.${index}`,
        stage: stage + 1,
        input,
        inner,
        output,
        stride,
        stridedConvolution: architecture.block === "bottleneck" && architecture.strideIn !== "first" ? 2 : 1,
        projects: stride !== 1 || input !== output,
      });
      input = output;
    }
  });
  return plans;
}

/** What a tensor does in the network. This decides its initial values, its weight decay and whether it is learnt. */
export type ParameterRole =
  | "convolution"
  | "dense"
  | "bias"
  | "scale"
  | "shift"
  | "running-mean"
  | "running-variance"
  /** A random projection. It is drawn once and never learnt. */
  | "projection"
  /** Fitted at the end of each epoch instead of learnt step by step (`fit-context.ts`). */
  | "fitted";

export interface ParameterEntry {
  /** torchvision's name. */
  readonly name: string;
  /** torch's layout. */
  readonly shape: readonly number[];
  readonly role: ParameterRole;
  /**
   * True for the scale of a block's last normalisation: 0 at first makes the block an identity (Goyal et al. 2017).
   */
  readonly closesBlock?: boolean;
  /** True for a tensor that keeps its values during the whole run. */
  readonly frozen?: boolean;
}

function normalisation(name: string, channels: number, closesBlock = false): ParameterEntry[] {
  return [
    { name: `${name}.weight`, shape: [channels], role: "scale", closesBlock },
    { name: `${name}.bias`, shape: [channels], role: "shift" },
    { name: `${name}.running_mean`, shape: [channels], role: "running-mean" },
    { name: `${name}.running_var`, shape: [channels], role: "running-variance" },
  ];
}

function convolution(name: string, output: number, input: number, kernel: number): ParameterEntry {
  return { name: `${name}.weight`, shape: [output, input, kernel, kernel], role: "convolution" };
}

function blockParameters(plan: BlockPlan, block: Architecture["block"]): ParameterEntry[] {
  const { name, input, inner, output } = plan;
  const shortcut = plan.projects
    ? [convolution(`${name}.downsample.0`, output, input, 1), ...normalisation(`${name}.downsample.1`, output)]
    : [];
  if (block === "basic") {
    return [
      convolution(`${name}.conv1`, inner, input, 3),
      ...normalisation(`${name}.bn1`, inner),
      convolution(`${name}.conv2`, inner, inner, 3),
      ...normalisation(`${name}.bn2`, inner, true),
      ...shortcut,
    ];
  }
  return [
    convolution(`${name}.conv1`, inner, input, 1),
    ...normalisation(`${name}.bn1`, inner),
    convolution(`${name}.conv2`, inner, inner, 3),
    ...normalisation(`${name}.bn2`, inner),
    convolution(`${name}.conv3`, output, inner, 1),
    ...normalisation(`${name}.bn3`, output, true),
    ...shortcut,
  ];
}

function headParameters(architecture: Architecture): ParameterEntry[] {
  const { classes, heads } = architecture;
  const features = featureCount(architecture);
  const width = contextWidth(architecture);
  const dense = (name: string, output: number, input: number): ParameterEntry[] => [
    { name: `${name}.weight`, shape: [output, input], role: "dense" },
    { name: `${name}.bias`, shape: [output], role: "shift" },
  ];
  return [
    ...(hasContext(architecture)
      ? [
          ...(width < features
            ? [{ name: "context.projection", shape: [width, features], role: "projection" } as const]
            : []),
          { name: "context.weight", shape: [classes, 2 * width], role: "fitted" } as const,
          { name: "context.bias", shape: [classes], role: "fitted" } as const,
        ]
      : []),
    ...(heads?.attention
      ? [
          ...dense("attention.value", attentionWidth, features),
          ...dense("attention.gate", attentionWidth, features),
          ...dense("attention.score", classes, attentionWidth),
        ]
      : []),
  ];
}

/** Every tensor of the network: first torchvision's tensors in torchvision's order, then those of the extra heads. */
export function parameterTable(architecture: Architecture): ParameterEntry[] {
  const { stem, width, channels, classes } = architecture;
  const plans = blockPlans(architecture);
  const features = featureCount(architecture);
  return [
    convolution("conv1", width, channels, stem.kernel),
    ...normalisation("bn1", width),
    ...plans.flatMap((plan) => blockParameters(plan, architecture.block)),
    { name: "fc.weight", shape: [classes, features], role: "dense" },
    { name: "fc.bias", shape: [classes], role: "bias" },
    ...headParameters(architecture),
  ];
}

/**
 * Whether gradients update a tensor. Running statistics are measured, projections keep their drawn values, and
 * fitted tensors are computed once per epoch.
 */
export function isLearnt({ role, frozen = false }: Pick<ParameterEntry, "role" | "frozen">): boolean {
  return !frozen && !["running-mean", "running-variance", "projection", "fitted"].includes(role);
}
