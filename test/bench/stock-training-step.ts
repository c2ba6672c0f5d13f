import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { blockPlans } from "../../src/learning/network/architecture.ts";
import type { openTrainingStep } from "./training-step.ts";

type Opened = ReturnType<typeof openTrainingStep>;
type Tensor = layers.SymbolicTensor;

const apply = (layer: { apply: (input: Tensor | Tensor[]) => unknown }, input: Tensor | Tensor[]) =>
  layer.apply(input) as Tensor;

/** Layers of tfjs for a convolution with torch's padding and a normalisation. */
function convolveAndNormalise(x: Tensor, filters: number, kernelSize: number, strides: number): Tensor {
  const pad = (kernelSize - 1) / 2;
  // At stride 1, 'same' equals torch's padding. With a larger stride, it would pad on one side only.
  const same = strides === 1;
  const padded =
    same || pad === 0
      ? x
      : apply(
          layers.layers.zeroPadding2d({
            padding: [
              [pad, pad],
              [pad, pad],
            ],
          }),
          x,
        );
  const padding = same ? "same" : "valid";
  const convolved = apply(layers.layers.conv2d({ filters, kernelSize, strides, padding, useBias: false }), padded);
  return apply(layers.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 }), convolved);
}

const rectify = (x: Tensor) => apply(layers.layers.reLU(), x);

/** The same network and the same step, written with tfjs's layers API as its guide shows. */
export function openStockStep({ architecture, size, batch }: Opened) {
  const { stem, block, width, channels, classes } = architecture;
  const input = layers.input({ shape: [size, size, channels] });
  let x = rectify(convolveAndNormalise(input, width, stem.kernel, stem.stride));
  if (stem.maxPool) {
    x = apply(layers.layers.zeroPadding2d({ padding: 1 }), x);
    x = apply(layers.layers.maxPooling2d({ poolSize: 3, strides: 2 }), x);
  }
  for (const plan of blockPlans(architecture)) {
    const { inner, output, stride } = plan;
    const residual =
      block === "basic"
        ? convolveAndNormalise(rectify(convolveAndNormalise(x, inner, 3, stride)), output, 3, 1)
        : convolveAndNormalise(
            rectify(convolveAndNormalise(rectify(convolveAndNormalise(x, inner, 1, 1)), inner, 3, stride)),
            output,
            1,
            1,
          );
    const shortcut = plan.projects ? convolveAndNormalise(x, output, 1, stride) : x;
    x = rectify(apply(layers.layers.add(), [residual, shortcut]));
  }
  const logits = apply(layers.layers.dense({ units: classes }), apply(layers.layers.globalAveragePooling2d({}), x));
  const model = layers.model({ inputs: input, outputs: logits });
  const loss = (target: tf.Tensor, given: tf.Tensor) => tf.losses.sigmoidCrossEntropy(target, given);
  model.compile({ optimizer: tf.train.adam(1e-3), loss });
  return {
    step: async (): Promise<number> => {
      const given = batch.input();
      const targets = tf.tensor2d(batch.targets, [batch.count, classes]);
      const value = await model.trainOnBatch(given, targets);
      tf.dispose([given, targets]);
      return Number(value);
    },
    close: () => {
      model.dispose();
    },
  };
}
