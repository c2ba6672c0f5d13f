import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";

/**
 * Compares the gradient of a scalar function with central differences, entry by entry.
 * @param tolerance largest error, as a share of the largest gradient. float32 differences are good to about 1e-3.
 */
export async function expectGradientByDifferences(
  lossOf: (x: tf.Tensor) => tf.Scalar,
  values: readonly number[],
  shape: number[],
  step: number,
  tolerance: number,
): Promise<void> {
  const at = async (point: readonly number[]) => {
    const loss = tf.tidy(() => lossOf(tf.tensor([...point], shape)));
    const [value = Number.NaN] = await loss.data();
    loss.dispose();
    return value;
  };
  const x = tf.tensor([...values], shape);
  const gradient = tf.grad((point) => lossOf(point))(x);
  const actual = await gradient.data();
  tf.dispose([x, gradient]);
  const scale = Math.max(...Array.from(actual, Math.abs));
  expect(scale).toBeGreaterThan(0);
  for (const [index, value] of values.entries()) {
    const high = await at(values.with(index, value + step));
    const low = await at(values.with(index, value - step));
    const difference = (high - low) / (2 * step);
    expect(Math.abs(difference - actual[index]!), `entry ${index}`).toBeLessThan(tolerance * scale);
  }
}
