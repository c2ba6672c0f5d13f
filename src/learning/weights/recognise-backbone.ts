import { problemError } from "../../domain/errors.ts";
import type { NamedTensors } from "../../domain/training/checkpoint.ts";
import type { BackbonePreset } from "../../domain/training/training-options.ts";
import { architectureFor, parameterTable } from "../network/architecture.ts";

/** Numbers of stem channels that can be used: the four of a crop, and three colours, which `widenStem` widens. */
const stemChannels = [4, 3];

/** A network that was found in a file. */
export interface RecognisedNetwork {
  readonly backbone: BackbonePreset;
  /** The network's tensors by torchvision's names. The head is only there if the file has a whole one. */
  readonly tensors: NamedTensors;
  /** Number of tensors in the file that the network does not use. */
  readonly ignored: number;
}

function refuse(subject: string, message: string): Error {
  return problemError({
    tag: "ModelMismatch",
    subject,
    message,
    remedy: "Use weights of torchvision's resnet18, resnet34 or resnet50, or a model that Cytotope exported.",
  });
}

/** The prefix of the names in files of a larger model (`module.`, `encoder.`). null when the file has no stem. */
function prefixOf(tensors: NamedTensors): string | null {
  for (const name of tensors.keys()) {
    const prefix = /^(.*?)conv1\.weight$/.exec(name)?.[1];
    if (prefix !== undefined && !/layer\d/.test(prefix)) return prefix;
  }
  return null;
}

function guessBackbone(tensors: NamedTensors): BackbonePreset {
  const has = (pattern: RegExp) => [...tensors.keys()].some((name) => pattern.test(name));
  if (has(/^layer\d\.\d+\.conv3\./)) return "resnet50";
  if (has(/^layer3\.5\./) || has(/^layer2\.3\./)) return "resnet34";
  return tensors.get("conv1.weight")?.shape[0] === 8 ? "tiny" : "resnet18";
}

const isBackbone = (name: string) => /^(?:conv1|bn1|layer\d+)\./.test(name) && !name.endsWith(".num_batches_tracked");

/**
 * Finds the residual network that a file holds. It may have any head.
 * @param tensors by torchvision's names, which timm uses too. All names may have one common prefix.
 * @param subject the file's name
 * @throws ModelMismatch with the name of the first tensor that does not fit or is not finite
 */
export function recogniseBackbone(tensors: NamedTensors, subject: string): RecognisedNetwork {
  const prefix = prefixOf(tensors);
  if (prefix === null) {
    const [first = "none"] = tensors.keys();
    throw refuse(
      subject,
      `The file has no tensor conv1.weight, so it holds no residual network; its first is ${first}.`,
    );
  }
  const own = new Map(
    [...tensors].flatMap(([name, tensor]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [])),
  );
  const backbone = guessBackbone(own);
  const channels = own.get("conv1.weight")?.shape[1] ?? 0;
  const outputs = own.get("fc.bias")?.shape[0] ?? 0;
  const table = parameterTable(architectureFor(backbone, stemChannels.includes(channels) ? channels : 3, outputs));
  const taken = new Map<string, { shape: readonly number[]; values: Float32Array }>();
  for (const { name, shape } of table) {
    const tensor = own.get(name);
    const fits = tensor?.shape.join() === shape.join();
    if (tensor !== undefined && fits) taken.set(name, tensor);
    else if (!name.startsWith("fc.")) {
      const is = tensor === undefined ? "missing" : tensor.shape.join(" x ");
      throw refuse(
        subject,
        `The tensor ${prefix}${name} of a ${backbone} should be ${shape.join(" x ")} but is ${is}.`,
      );
    }
  }
  const odd = [...own.keys()].find((name) => isBackbone(name) && !taken.has(name));
  if (odd !== undefined) throw refuse(subject, `The tensor ${prefix}${odd} has no place in a ${backbone}.`);
  // A head is only kept if both of its tensors fit.
  if (!taken.has("fc.weight") || !taken.has("fc.bias")) for (const name of ["fc.weight", "fc.bias"]) taken.delete(name);
  for (const [name, { values }] of taken) {
    if (!values.every(Number.isFinite))
      throw refuse(subject, `The tensor ${prefix}${name} holds a value that is no number.`);
  }
  return { backbone, tensors: taken, ignored: tensors.size - taken.size };
}
