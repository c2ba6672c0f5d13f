import * as tf from "@tensorflow/tfjs-core";
import { type Architecture, blockPlans, normalisationEpsilon as epsilon } from "../network/architecture.ts";
import { type Parameters, parameter } from "../network/parameters.ts";

/** A convolution that includes the normalisation that follows it. */
export interface FoldedConvolution {
  /** `[kernel, kernel, in, out]`. */
  readonly filter: tf.Tensor4D;
  /** `[out]`. */
  readonly bias: tf.Tensor1D;
}

/**
 * The folded convolutions by their names: `conv1`, `layer1.0.conv1`, `layer2.0.downsample.0` ... Dispose them with
 * `disposeFolded`.
 */
export type FoldedNetwork = ReadonlyMap<string, FoldedConvolution>;

/** Pairs the name of each convolution with the name of the normalisation that follows it. */
function layerNames(architecture: Architecture): [string, string][] {
  const perBlock = architecture.block === "basic" ? [1, 2] : [1, 2, 3];
  const blocks = blockPlans(architecture).flatMap(({ name, projects }): [string, string][] => [
    ...perBlock.map((index): [string, string] => [`${name}.conv${index}`, `${name}.bn${index}`]),
    ...(projects ? [[`${name}.downsample.0`, `${name}.downsample.1`] as [string, string]] : []),
  ]);
  return [["conv1", "bn1"], ...blocks];
}

/**
 * Folds the normalisation into the convolutions. In a trained network the normalisation multiplies a channel by
 * scale / deviation and adds shift - mean · scale / deviation. The filter and a bias can do both (Jacob et al. 2018,
 * section 3.2).
 */
export function foldNetwork(architecture: Architecture, parameters: Parameters): FoldedNetwork {
  const tensor = (name: string) => parameter(parameters, name);
  return new Map(
    layerNames(architecture).map(([convolution, norm]) => {
      const [filter, bias] = tf.tidy(() => {
        const gain = tf.mul(tensor(`${norm}.weight`), tf.rsqrt(tf.add(tensor(`${norm}.running_var`), epsilon)));
        return [
          tf.mul<tf.Tensor4D>(tensor(`${convolution}.weight`), gain),
          tf.sub<tf.Tensor1D>(tensor(`${norm}.bias`), tf.mul(tensor(`${norm}.running_mean`), gain)),
        ] as const;
      }) as unknown as [tf.Tensor4D, tf.Tensor1D];
      return [convolution, { filter, bias }] as const;
    }),
  );
}

export function disposeFolded(network: FoldedNetwork): void {
  for (const { filter, bias } of network.values()) tf.dispose([filter, bias]);
}
