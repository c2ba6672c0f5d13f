import * as tf from "@tensorflow/tfjs-core";
import type { ParameterEntry } from "../network/architecture.ts";
import { openSlots, updateParameters } from "../network/optimizer.ts";
import { disposeParameters, type Parameters } from "../network/parameters.ts";
import { forward } from "../network/resnet.ts";
import { lossAndGradients } from "./loss-and-gradients.ts";
import type { Trainer } from "./trainer.ts";

/** The parts of a trainer that determine the shapes of a step. */
export type StepShapes = Pick<Trainer, "architecture" | "table" | "frozen" | "objective" | "options" | "source">;

/** Converts a shape from torch's layout to tfjs's, as `uploadParameters` does. */
function backendShape(shape: readonly number[]): number[] {
  const [output = 1, input = 1, height = 1, width = 1] = shape;
  if (shape.length < 2) return [...shape];
  return shape.length === 2 ? [input, output] : [height, width, input, output];
}

/** Weights of the right shapes whose values do not matter. */
function blankParameters(table: readonly ParameterEntry[]): Parameters {
  return new Map(table.map(({ name, shape }) => [name, tf.fill(backendShape(shape), 0.01)]));
}

/**
 * Does one weight update of a throw-away network with the shapes of a run, and predicts the same crops. It allocates as
 * much memory and compiles the same shaders as a training step, and changes nothing of the run.
 * @param cells size of the micro-batch
 * @returns a number that the caller reads to wait for the step, and then disposes. All other tensors are freed already.
 */
export function throwAwayStep(shapes: StepShapes, cells: number): tf.Scalar {
  const { architecture, table, options, source } = shapes;
  const { inputSize } = source;
  return tf.tidy(() => {
    const parameters = blankParameters(table);
    const slots = openSlots(options.optimizer, table, parameters);
    const input = () => tf.fill<tf.Rank.R4>([cells, inputSize, inputSize, architecture.channels], 0.5);
    const targets = new Float32Array(cells * architecture.classes);
    const batch = { input, targets, mask: new Float32Array(cells).fill(1), count: cells };
    const { loss, gradients, statistics, outcomes } = lossAndGradients(shapes, parameters, batch, cells);
    for (const { mean, variance } of statistics.values()) tf.dispose([mean, variance]);
    if (outcomes !== null)
      tf.dispose([outcomes.features, outcomes.logits, ...(outcomes.scores ? [outcomes.scores] : [])]);
    const next = updateParameters(options, table, { parameters, slots }, gradients, 1, 1e-3);
    disposeParameters(gradients);
    const { logits } = forward(architecture, next.parameters, input(), false);
    return tf.add<tf.Scalar>(loss, tf.sum(tf.sigmoid(logits)));
  });
}
