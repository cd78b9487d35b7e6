import { architectureSchema } from '#evaluation/runtime/architecture/schema.ts';
import { createRandomSource } from '#evaluation/runtime/judge/random.ts';
import { writeSafetensors } from '#evaluation/runtime/parameters/safetensors.ts';
import { createAdam } from '../training/adam.ts';
import { type Mlp, createMlp } from '../training/mlp.ts';
import { initialiseParameters, readParameters } from '../training/parameters-file.ts';
import type { TrainParameters } from '../training/train-parameters.ts';
import { trainingSeed } from '../training/training-seed.ts';
import architectureJson from './architecture.json' with { type: 'json' };
import evaluate from './evaluation.js';

/** Directions tried in every step, each forwards and backwards. */
const DIRECTIONS = 16;
/** How far a try is from the parameters, in every coordinate. */
const DEVIATION = 0.1;
const LEARNING_RATE = 0.05;

const architecture = architectureSchema.parse(architectureJson);

/**
 * Trains the policy by evolution strategies: in every step, random changes are tried forwards and backwards by playing
 * the judge's own round, and Adam follows the estimated gradient. The loss is 1 less the mean score of the tries.
 *
 * @returns A safetensors file.
 * @throws {StartingParametersError}
 * @see https://arxiv.org/abs/1703.03864
 */
export async function train({
  parameters,
  steps,
  seed,
  onProgress,
  signal,
}: TrainParameters): Promise<Uint8Array<ArrayBuffer>> {
  const random = createRandomSource(trainingSeed(seed));
  const policy = createMlp(architecture, readParameters(architecture, parameters));
  const adam = createAdam(policy.parameters);
  for (let step = 0; step < steps; step++) {
    signal?.throwIfAborted();
    const [roundNumber = 0] = random.integers(1, 0, 2 ** 31);
    const gradients = policy.parameters.map(({ length }) => new Float64Array(length));
    let scores = 0;
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      const changes = policy.parameters.map(({ length }) => random.normal(length, 0, DEVIATION));
      shift(policy, changes, 1);
      const forwards = await play(policy, roundNumber);
      shift(policy, changes, -2);
      const backwards = await play(policy, roundNumber);
      shift(policy, changes, 1);
      scores += forwards + backwards;
      const slope = (backwards - forwards) / (2 * DEVIATION ** 2 * DIRECTIONS);
      for (const [which, gradient] of gradients.entries()) {
        const change = changes[which];
        for (let at = 0; at < gradient.length; at++)
          gradient[at] = (gradient[at] ?? 0) + slope * (change?.[at] ?? 0);
      }
    }
    adam.step(gradients, LEARNING_RATE * (1 - step / steps));
    onProgress?.({ step: step + 1, steps, loss: 1 - scores / (2 * DIRECTIONS) });
  }
  return writeSafetensors(policy.toTensors());
}

/** Freshly initialised parameters as a safetensors file; the baseline of the bundle is the one of seed 1. */
export function initialise(seed: number): Uint8Array<ArrayBuffer> {
  return initialiseParameters(architecture, seed);
}

/** The score of one round of the judge, played in this process. */
async function play(policy: Mlp, roundNumber: number): Promise<number> {
  return evaluate({
    random: createRandomSource(trainingSeed(roundNumber)),
    model: {
      run: async ({ state }: { state: { data: Float32Array; dims: [number, number] } }) => ({
        force: { data: policy.forward(state.data, state.dims[0]) },
      }),
    },
  });
}

/** Moves the parameters by a multiple of the changes. */
function shift(policy: Mlp, changes: readonly Float32Array[], factor: number): void {
  for (const [which, values] of policy.parameters.entries()) {
    const change = changes[which];
    for (let at = 0; at < values.length; at++) values[at] = (values[at] ?? 0) + factor * (change?.[at] ?? 0);
  }
}
