import type { Architecture } from '#evaluation/runtime/architecture/schema.ts';
import { type RandomSource, createRandomSource } from '#evaluation/runtime/judge/random.ts';
import { writeSafetensors } from '#evaluation/runtime/parameters/safetensors.ts';
import { createAdam } from './adam.ts';
import type { Loss } from './losses.ts';
import { createMlp } from './mlp.ts';
import { readParameters } from './parameters-file.ts';
import type { TrainStepsParameters, TrainingSteps } from './train-parameters.ts';
import { trainingSeed } from './training-seed.ts';

/**
 * Trains a dense network with Adam on batches that are drawn anew for every step, the learning rate falling linearly
 * to 0.
 *
 * @throws {StartingParametersError}, {NotAnMlpError}
 */
export function* trainMlp(
  parameters: TrainStepsParameters & {
    architecture: Architecture;
    /** Of the first step. */
    learningRate: number;
    drawBatch: (random: RandomSource) => { inputs: ArrayLike<number>; size: number; loss: Loss };
  },
): TrainingSteps {
  const { architecture, steps, seed, learningRate, drawBatch } = parameters;
  const random = createRandomSource(trainingSeed(seed));
  const mlp = createMlp(architecture, readParameters(architecture, parameters.parameters));
  const adam = createAdam(mlp.parameters);
  for (let step = 0; step < steps; step++) {
    const { loss, gradients } = mlp.lossAndGradients(drawBatch(random));
    adam.step(gradients, learningRate * (1 - step / steps));
    if ((yield { step: step + 1, steps, loss }) === 'enough') break;
  }
  return writeSafetensors(mlp.toTensors());
}
