import { createRandomSource } from '#evaluation/runtime/judge/random.ts';
import { createAdam } from '../training/adam.ts';
import {
  type TrainParameters,
  type TrainStepsParameters,
  type TrainingSteps,
  runTraining,
} from '../training/train-parameters.ts';
import { trainingSeed } from '../training/training-seed.ts';
import { drawSeries } from './evaluation.js';
import { forecastLoss } from './gru.ts';
import { HIDDEN, makeParameters, readForecastParameters, writeForecastParameters } from './network.ts';

const BATCH_SIZE = 32;
const LEARNING_RATE = 0.01;

/**
 * Trains the network with Adam on fresh series for every step, the learning rate falling linearly to 0. The loss is the
 * mean squared error.
 *
 * @returns A safetensors file.
 * @throws {ForecastParametersError}
 */
export function train(parameters: TrainParameters): Uint8Array<ArrayBuffer> {
  return runTraining(trainSteps(parameters), parameters);
}

/** The same, step by step. */
export function* trainSteps(parameters: TrainStepsParameters): TrainingSteps {
  const { steps, seed } = parameters;
  const random = createRandomSource(trainingSeed(seed));
  const trained = readForecastParameters(parameters.parameters);
  const adam = createAdam(Object.values(trained));
  for (let step = 0; step < steps; step++) {
    const { loss, gradients } = forecastLoss(trained, {
      ...drawSeries(random, BATCH_SIZE),
      size: BATCH_SIZE,
    });
    adam.step(Object.values(gradients), LEARNING_RATE * (1 - step / steps));
    if ((yield { step: step + 1, steps, loss }) === 'enough') break;
  }
  return writeForecastParameters(trained);
}

/**
 * Freshly initialised parameters as a safetensors file, uniform in ±1/√(hidden units) as PyTorch's GRU and the head after
 * it are; the baseline of the bundle is the one of seed 1.
 */
export function initialise(seed: number): Uint8Array<ArrayBuffer> {
  const random = createRandomSource(trainingSeed(seed));
  const bound = 1 / Math.sqrt(HIDDEN);
  return writeForecastParameters(
    makeParameters((_, size) => Float64Array.from(random.uniform(size, -bound, bound))),
  );
}
