import * as tf from "@tensorflow/tfjs-core";
import { type Architecture, blockPlans, normalisationEpsilon as epsilon } from "../network/architecture.ts";
import { type Parameters, parameter } from "../network/parameters.ts";

/** A convolution that has taken its normalisation in. */
export interface FoldedConvolution {
  /** `[kernel, kernel, in, out]`. */
  readonly filter: tf.Tensor4D;
  /** `[out]`. */
  readonly bias: tf.Tensor1D;
}

/** By the convolution's name: `conv1`, `layer1.0.conv1`, `layer2.0.downsample.0` ... Whoever made it disposes it. */
export type FoldedNetwork = ReadonlyMap<string, FoldedConvolution>;

/** The names of each convolution and of the normalisation behind it. */
function layerNames(architecture: Architecture): [string, string][] {
  const perBlock = architecture.block === "basic" ? [1, 2] : [1, 2, 3];
  const blocks = blockPlans(architecture).flatMap(({ name, projects }): [string, string][] => [
    ...perBlock.map((index): [string, string] => [`${name}.conv${index}`, `${name}.bn${index}`]),
    ...(projects ? [[`${name}.downsample.0`, `${name}.downsample.1`] as [string, string]] : []),
  ]);
  return [["conv1", "bn1"], ...blocks];
}

/**
 * Folds the running normalisation into the convolutions: once trained, it multiplies a channel by scale / deviation and adds
 * shift - mean · scale / deviation, which the filter and a bias can do by themselves (Jacob et al. 2018, section 3.2).
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
