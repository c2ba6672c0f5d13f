import { type Architecture, blockPlans } from "../network/architecture.ts";
import type { ConvolutionShape, StoredType } from "./inference-shaders.ts";

/** One step of a network that only predicts. `from`, `shortcut` and `to` are numbers of maps. Map 0 is the input. */
export type InferenceStep =
  | {
      readonly kind: "convolution";
      readonly name: string;
      readonly shape: ConvolutionShape;
      readonly from: number;
      readonly shortcut: number | null;
      readonly to: number;
    }
  | {
      readonly kind: "max-pool";
      readonly side: number;
      readonly channels: number;
      readonly from: number;
      readonly to: number;
    };

export interface InferencePlan {
  readonly steps: readonly InferenceStep[];
  /** The number of values in each map except the input. The size of map n is at index n - 1. */
  readonly sizes: readonly number[];
  readonly last: { readonly map: number; readonly side: number; readonly channels: number };
}

/** Side of a map after a convolution or a pool with an odd kernel and (kernel - 1) / 2 px of padding. */
const strided = (side: number, stride: 1 | 2) => (stride === 1 ? side : Math.floor((side - 1) / 2) + 1);

/**
 * Lists the steps of one pass in their order, with all shapes.
 * @param inputSize side of the network's input in px
 */
export function planInference(
  architecture: Architecture,
  type: StoredType,
  batch: number,
  inputSize: number,
): InferencePlan {
  const steps: InferenceStep[] = [];
  const sizes: number[] = [];
  const newMap = (side: number, channels: number) => sizes.push(batch * side * side * channels);
  const { stem, width, block } = architecture;

  function convolve(
    name: string,
    from: number,
    shortcut: number | null,
    shape: Pick<
      ConvolutionShape,
      "inputSide" | "inputChannels" | "outputChannels" | "kernel" | "stride" | "rectify" | "inputType"
    >,
  ): number {
    const outputSide = strided(shape.inputSide, shape.stride);
    const to = newMap(outputSide, shape.outputChannels);
    const complete = { ...shape, batch, outputSide, adds: shortcut !== null };
    steps.push({ kind: "convolution", name, shape: complete, from, shortcut, to });
    return to;
  }

  let side = strided(inputSize, stem.stride);
  let channels = width;
  let map = convolve("conv1", 0, null, {
    inputSide: inputSize,
    inputChannels: architecture.channels,
    outputChannels: width,
    kernel: stem.kernel,
    stride: stem.stride,
    rectify: true,
    inputType: "f32",
  });
  if (stem.maxPool) {
    const to = newMap(strided(side, 2), channels);
    steps.push({ kind: "max-pool", side, channels, from: map, to });
    side = strided(side, 2);
    map = to;
  }
  for (const { name, input, inner, output, stride, stridedConvolution, projects } of blockPlans(architecture)) {
    const layer = (
      index: number,
      from: number,
      from2: { side: number; channels: number },
      to: number,
      kernel: number,
      step: 1 | 2,
    ) =>
      convolve(`${name}.conv${index}`, from, null, {
        inputSide: from2.side,
        inputChannels: from2.channels,
        outputChannels: to,
        kernel,
        stride: step,
        rectify: true,
        inputType: type,
      });
    const next = strided(side, stride);
    const strideOf = (index: number) => (index === stridedConvolution ? stride : 1);
    const between = strided(side, strideOf(1));
    const shortcut = projects
      ? convolve(`${name}.downsample.0`, map, null, {
          inputSide: side,
          inputChannels: input,
          outputChannels: output,
          kernel: 1,
          stride,
          rectify: false,
          inputType: type,
        })
      : map;
    const inside =
      block === "basic"
        ? layer(1, map, { side, channels: input }, inner, 3, stride)
        : layer(
            2,
            layer(1, map, { side, channels: input }, inner, 1, strideOf(1)),
            { side: between, channels: inner },
            inner,
            3,
            strideOf(2),
          );
    map = convolve(`${name}.conv${block === "basic" ? 2 : 3}`, inside, shortcut, {
      inputSide: next,
      inputChannels: inner,
      outputChannels: output,
      kernel: block === "basic" ? 3 : 1,
      stride: 1,
      rectify: true,
      inputType: type,
    });
    side = next;
    channels = output;
  }
  return { steps, sizes, last: { map, side, channels } };
}
