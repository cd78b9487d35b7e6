import { architectureSchema } from '#evaluation/runtime/architecture/schema.ts';
import { meanSquaredError } from '../training/losses.ts';
import { initialiseParameters } from '../training/parameters-file.ts';
import { trainMlp } from '../training/train-mlp.ts';
import {
  type TrainParameters,
  type TrainStepsParameters,
  type TrainingSteps,
  runTraining,
} from '../training/train-parameters.ts';
import architectureJson from './architecture.json' with { type: 'json' };

const BATCH_SIZE = 128;
const LEARNING_RATE = 0.01;

const architecture = architectureSchema.parse(architectureJson);

/**
 * Trains the network on y = x², each step on 128 fresh numbers. The loss is the mean squared error, in squared units of
 * y (0 … 100).
 *
 * @returns A safetensors file.
 * @throws {StartingParametersError}
 */
export function train(parameters: TrainParameters): Uint8Array<ArrayBuffer> {
  return runTraining(trainSteps(parameters), parameters);
}

/** The same, step by step. */
export function trainSteps(parameters: TrainStepsParameters): TrainingSteps {
  return trainMlp({
    ...parameters,
    architecture,
    learningRate: LEARNING_RATE,
    drawBatch: (random) => {
      const inputs = random.uniform(BATCH_SIZE, -10, 10);
      return { inputs, size: BATCH_SIZE, loss: meanSquaredError(inputs.map((x) => x * x)) };
    },
  });
}

/** Freshly initialised parameters as a safetensors file; the baseline of the bundle is the one of seed 1. */
export function initialise(seed: number): Uint8Array<ArrayBuffer> {
  return initialiseParameters(architecture, seed);
}
