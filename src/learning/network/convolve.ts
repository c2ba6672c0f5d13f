import * as tf from "@tensorflow/tfjs-core";

/** Runs the gradient kernel `name` of the active backend. */
function runGradient(
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: Readonly<Record<string, unknown>>,
): tf.Tensor {
  return tf.engine().runKernel(name, inputs, { ...attributes } as tf.NamedAttrMap) as tf.Tensor;
}

/**
 * Convolves `[batch, height, width, in]` with `[kernel, kernel, in, out]`. Its gradient differs from tfjs's gradient
 * only in its use of memory: the incoming gradient and the saved tensors are freed as soon as they have been used.
 * tfjs frees them at the end of the whole pass.
 * @param pad zeros on each side, as in torch ('same' would pad strided layers on one side only)
 * @param learns "filter" if `x` is data, so that no gradient for `x` is needed
 * @returns `[batch, out height, out width, out]`
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
