import { architectureSchema } from '#evaluation/runtime/architecture/schema.ts';
import { planArchitecture } from '#evaluation/runtime/architecture/plan-architecture.ts';
import { createRandomSource } from '#evaluation/runtime/judge/random.ts';
import { fitParameters } from '#evaluation/runtime/parameters/fit.ts';
import { writeSafetensors } from '#evaluation/runtime/parameters/safetensors.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { describeInvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import { type Hex, pad, toHex } from 'viem';
import { createAdam } from './adam.ts';
import architectureJson from './architecture.json' with { type: 'json' };
import { type NamedTensor, createMlp, initialiseParameters } from './mlp.ts';

const BATCH_SIZE = 128;
const LEARNING_RATE = 0.01;

const architecture = architectureSchema.parse(architectureJson);

export type TrainParameters = {
  /** The parameters to start from, as a safetensors file. */
  parameters: Uint8Array;
  /** Adam steps, each on a fresh batch of 128 numbers. */
  steps: number;
  /** Chooses the training data; equal seeds give equal results. */
  seed: number;
  /** Called after every step with the batch's mean squared error, in squared units of y (0 … 100). */
  onProgress?: (progress: { step: number; steps: number; loss: number }) => void;
  signal?: AbortSignal;
};

export class StartingParametersError extends BaseError {
  override name = 'StartingParametersError';
  constructor(problem: string) {
    super('The parameters to start from do not fit architecture.json.', { details: problem });
  }
}

/**
 * Trains the network on y = x² with Adam, the learning rate falling linearly to 0.
 *
 * @returns A safetensors file.
 * @throws StartingParametersError
 */
export function train({
  parameters,
  steps,
  seed,
  onProgress,
  signal,
}: TrainParameters): Uint8Array<ArrayBuffer> {
  const random = createRandomSource(seedOf(seed));
  const mlp = createMlp(architecture, readParameters(parameters));
  const adam = createAdam(mlp.parameters);
  for (let step = 0; step < steps; step++) {
    signal?.throwIfAborted();
    const inputs = random.uniform(BATCH_SIZE, -10, 10);
    const { loss, gradients } = mlp.lossAndGradients({
      inputs,
      targets: inputs.map((x) => x * x),
      size: BATCH_SIZE,
    });
    adam.step(gradients, LEARNING_RATE * (1 - step / steps));
    onProgress?.({ step: step + 1, steps, loss });
  }
  return writeSafetensors(mlp.toTensors());
}

/** Freshly initialised parameters as a safetensors file; the baseline of the bundle is the one of seed 1. */
export function initialise(seed: number): Uint8Array<ArrayBuffer> {
  return writeSafetensors(initialiseParameters(architecture, createRandomSource(seedOf(seed))));
}

function readParameters(file: Uint8Array): Map<string, NamedTensor> {
  const plan = planArchitecture(architecture);
  const fit = fitParameters(plan, file);
  if (!fit.fits) throw new StartingParametersError(describeInvalidReason(fit.reason));
  return new Map(
    [...plan.parameters].map(([name, shape]) => {
      const bytes = new Uint8Array(fit.parameters.get(name) ?? []);
      return [name, { shape, data: new Float32Array(bytes.buffer) }];
    }),
  );
}

/** 32 bytes that start with the number, because the generator is seeded with the first 16. */
function seedOf(seed: number): Hex {
  return pad(toHex(seed, { size: 8 }), { size: 32, dir: 'right' });
}
