import { readFileSync } from 'node:fs';
import { architectureSchema } from '#evaluation/runtime/architecture/schema.ts';
import { crossEntropy } from '../training/losses.ts';
import { initialiseParameters } from '../training/parameters-file.ts';
import { trainMlp } from '../training/train-mlp.ts';
import {
  type TrainParameters,
  type TrainStepsParameters,
  type TrainingSteps,
  runTraining,
} from '../training/train-parameters.ts';
import architectureJson from './architecture.json' with { type: 'json' };
import { drawDigits } from './evaluation.js';

const BATCH_SIZE = 64;
const LEARNING_RATE = 0.004;

const architecture = architectureSchema.parse(architectureJson);

/**
 * Trains the network on freshly distorted images for every step. The loss is the mean −ln p of the right digit.
 *
 * @returns A safetensors file.
 * @throws {StartingParametersError}
 */
export function train(parameters: TrainParameters): Uint8Array<ArrayBuffer> {
  return runTraining(trainSteps(parameters), parameters);
}

function trainSteps(parameters: TrainStepsParameters): TrainingSteps {
  const digits = readFileSync(new URL('./data/digits.bin', import.meta.url));
  return trainMlp({
    ...parameters,
    architecture,
    learningRate: LEARNING_RATE,
    drawBatch: (random) => {
      const { images, labels } = drawDigits(random, digits, BATCH_SIZE);
      return { inputs: images, size: BATCH_SIZE, loss: crossEntropy(labels) };
    },
  });
}

/** Freshly initialised parameters as a safetensors file; the baseline of the bundle is the one of seed 1. */
export function initialise(seed: number): Uint8Array<ArrayBuffer> {
  return initialiseParameters(architecture, seed);
}
