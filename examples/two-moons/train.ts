import { architectureSchema } from '#evaluation/runtime/architecture/schema.ts';
import { binaryCrossEntropy } from '../training/losses.ts';
import { initialiseParameters } from '../training/parameters-file.ts';
import { trainMlp } from '../training/train-mlp.ts';
import {
  type TrainParameters,
  type TrainStepsParameters,
  type TrainingSteps,
  runTraining,
} from '../training/train-parameters.ts';
import architectureJson from './architecture.json' with { type: 'json' };
import { drawMoons } from './evaluation.js';

const BATCH_SIZE = 256;
const LEARNING_RATE = 0.02;

const architecture = architectureSchema.parse(architectureJson);

/**
 * Trains the network on fresh points for every step. The loss is the mean −ln p of the moon that a point belongs to.
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
      const { points, labels } = drawMoons(random, BATCH_SIZE);
      return { inputs: points, size: BATCH_SIZE, loss: binaryCrossEntropy(labels) };
    },
  });
}

/** Freshly initialised parameters as a safetensors file; the baseline of the bundle is the one of seed 1. */
export function initialise(seed: number): Uint8Array<ArrayBuffer> {
  return initialiseParameters(architecture, seed);
}
