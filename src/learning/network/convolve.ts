import * as tf from "@tensorflow/tfjs-core";

/** Runs a gradient kernel of the active backend. */
function runGradient(
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: Readonly<Record<string, unknown>>,
): tf.Tensor {
  return tf.engine().runKernel(name, inputs, { ...attributes } as tf.NamedAttrMap) as tf.Tensor;
}

/**
 * Convolves `[batch, height, width, in]` with `[kernel, kernel, in, out]`. Its gradient differs from tfjs's in memory only: the gradient that
 * comes in and what was kept for it are freed as soon as they are used, not when the whole pass is over.
 * @param pad zeros on each side, as in torch ('same' would pad strided layers on one side only)
 * @param learns "filter" where no gradient for `x` is wanted, because it is data
 */
export function convolve(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  stride: number,
  pad: number,
  learns: "filter" | "both",
): tf.Tensor4D {
  const padding = pad === 0 ? "valid" : pad;
  const attributes = { strides: [stride, stride], pad: padding, dataFormat: "NHWC" };
  const operation = (input: tf.Tensor4D, weights: tf.Tensor4D, save: tf.GradSaveFunc) => {
    save([input, weights]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [before, kernel] = saved as [tf.Tensor, tf.Tensor];
      const shapes = { filterShape: kernel.shape, inputShape: before.shape };
      const inFilter = runGradient("Conv2DBackpropFilter", { x: before, dy }, { ...attributes, ...shapes });
      const gradients = [inFilter];
      if (learns === "both") {
        gradients.unshift(runGradient("Conv2DBackpropInput", { dy, filter: kernel }, { ...attributes, ...shapes }));
      }
      tf.dispose([dy, ...saved]);
      return gradients;
    };
    return { value: tf.conv2d(input, weights, stride, padding), gradFunc };
  };
  if (learns === "both") return tf.customGrad(operation as never)(x, filter) as tf.Tensor4D;
  return tf.customGrad(((weights: tf.Tensor4D, save: tf.GradSaveFunc) => operation(x, weights, save)) as never)(
    filter,
  ) as tf.Tensor4D;
}
