import * as tf from "@tensorflow/tfjs-core";
import { type BackbonePreset, defaultTrainingOptions } from "../../src/domain/training/training-options.ts";
import { architectureFor, parameterTable } from "../../src/learning/network/architecture.ts";
import { initialise } from "../../src/learning/network/initialise.ts";
import { updateParameters } from "../../src/learning/network/optimizer.ts";
import { disposeParameters } from "../../src/learning/network/parameters.ts";
import { randomStream } from "../../src/learning/random.ts";
import { lossAndGradients } from "../../src/learning/training/loss-and-gradients.ts";
import { disposeState, uploadState } from "../../src/learning/training/training-state.ts";
import { inheritObjective } from "../../src/learning/weak-labels/objective.ts";

const classes = 19;

/** A network on the active backend, one batch of random crops, and the step that trains the network. */
export function openTrainingStep(preset: BackbonePreset, cells: number, size: number) {
  const architecture = architectureFor(preset, 4, classes);
  const table = parameterTable(architecture);
  const objective = inheritObjective({ gamma: 2, smoothing: 0.05, positiveWeights: new Array(classes).fill(1) });
  const random = randomStream("bench");
  const values = Float32Array.from({ length: cells * size * size * 4 }, random);
  const batch = {
    input: () => tf.tensor4d(values, [cells, size, size, 4]),
    targets: Float32Array.from({ length: cells * classes }, () => (random() < 0.1 ? 1 : 0)),
    mask: new Float32Array(cells).fill(1),
    count: cells,
  };
  let state = uploadState(initialise(architecture, 1, new Array(classes).fill(0.1)), table, "adamw", 0);
  return {
    architecture,
    size,
    batch,
    parameters: () => state.parameters,
    /** Makes one step and reads the loss back, so that the backend has finished. */
    step: async (): Promise<number> => {
      const { loss, gradients, statistics } = lossAndGradients(
        { architecture, table, objective },
        state.parameters,
        batch,
        cells,
      );
      state = {
        memory: null,
        ...updateParameters(defaultTrainingOptions, table, state, gradients, state.step + 1, 1e-3),
        step: state.step + 1,
      };
      disposeParameters(gradients);
      const [value = Number.NaN] = await loss.data();
      tf.dispose([loss, ...[...statistics.values()].flatMap(({ mean, variance }) => [mean, variance])]);
      return value;
    },
    close: () => disposeState(state),
  };
}
