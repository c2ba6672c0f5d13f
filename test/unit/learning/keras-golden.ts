import type { NamedTensor, NamedTensors } from "../../../src/domain/training/checkpoint.ts";
import golden from "../../golden/learning-keras.json" with { type: "json" };
import { chirp } from "./torchvision-golden.ts";

/** The formulas of `test/golden/learning-keras.py`. */

/** The shape of one of Keras' ResNet50's arrays: the sides of a kernel, or the length of any other array of a layer. */
function shapeOf(name: string): number[] {
  const [, stage = "", block = "", index = "", part = ""] =
    /^conv(\d)_block(\d+)_(\d)_(?:conv|bn)\/(\w+)$/.exec(name) ?? [];
  if (name.startsWith("predictions")) return name.endsWith("kernel") ? [2048, golden.classes] : [golden.classes];
  if (stage === "") return name.endsWith("kernel") ? [7, 7, 3, 64] : [64];
  const inner = 64 * 2 ** (Number(stage) - 2);
  const entry = block === "1" ? (stage === "2" ? 64 : 2 * inner) : 4 * inner;
  const shapes: Record<string, number[]> = {
    "0": [1, 1, entry, 4 * inner],
    "1": [1, 1, entry, inner],
    "2": [3, 3, inner, inner],
    "3": [1, 1, inner, 4 * inner],
  };
  const kernel = shapes[index] ?? [];
  return part === "kernel" ? kernel : kernel.slice(-1);
}

/** Every array of Keras' ResNet50 by its name (`conv1_conv/kernel` ...), with values by formula. */
export function kerasWeights(): NamedTensors {
  return new Map(
    golden.names.split(" ").map((name, place): [string, NamedTensor] => {
      const shape = shapeOf(name);
      const size = shape.reduce((product, side) => product * side, 1);
      const values = chirp(size, 0.6 * place);
      const scale = (value: number) => {
        if (name.endsWith("kernel")) return value * Math.sqrt(2 / (size / (shape.at(-1) ?? 1)));
        if (name.endsWith("gamma")) return 1 + 0.4 * value;
        return name.endsWith("moving_variance") ? 0.3 + Math.abs(value) : 0.2 * value;
      };
      return [name, { shape, values: Float32Array.from(values, scale) }];
    }),
  );
}

/** An input like the result of Keras' preprocessing, `[batch, size, size, 3]` in the order blue, green, red. */
export function kerasInput(): Float32Array {
  return Float32Array.from(chirp(golden.batch * golden.size * golden.size * 3, 0.3));
}
