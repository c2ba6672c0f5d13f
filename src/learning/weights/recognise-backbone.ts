import { problemError } from "../../domain/errors.ts";
import type { NamedTensors } from "../../domain/training/checkpoint.ts";
import type { BackbonePreset } from "../../domain/training/training-options.ts";
import { architectureFor, parameterTable } from "../network/architecture.ts";

/** Channels of a stem that can be used: a crop's own four, and three colours, which are widened. */
const stemChannels = [4, 3];

/** A network found in a file, by torchvision's names, without what it has no use for. */
export interface RecognisedNetwork {
  readonly backbone: BackbonePreset;
  readonly tensors: NamedTensors;
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

/** What stands before the names in files of a larger model (`module.`, `encoder.`); null when there is no stem. */
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
 * Finds the residual network that a file holds, whatever its head.
 * @param tensors by torchvision's names, perhaps behind one prefix; timm's are the same
 * @param subject the file's name
 * @throws ModelMismatch naming the first tensor that does not fit
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
  // Half of a head is none.
  if (!taken.has("fc.weight") || !taken.has("fc.bias")) for (const name of ["fc.weight", "fc.bias"]) taken.delete(name);
  for (const [name, { values }] of taken) {
    if (!values.every(Number.isFinite))
      throw refuse(subject, `The tensor ${prefix}${name} holds a value that is no number.`);
  }
  return { backbone, tensors: taken, ignored: tensors.size - taken.size };
}
