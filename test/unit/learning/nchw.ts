/** `[batch, height, width, channels]` -> `[batch, channels, height, width]`, the layout of torch and ONNX. */
export function toChannelsFirst(values: Float32Array, batch: number, size: number, channels: number): Float32Array {
  const turned = new Float32Array(values.length);
  const area = size * size;
  for (let image = 0; image < batch; image += 1) {
    for (let pixel = 0; pixel < area; pixel += 1) {
      for (let channel = 0; channel < channels; channel += 1) {
        turned[(image * channels + channel) * area + pixel] = values[(image * area + pixel) * channels + channel]!;
      }
    }
  }
  return turned;
}
