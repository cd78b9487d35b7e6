import type { Architecture } from '#evaluation/runtime/architecture/schema.ts';
import { planArchitecture } from '#evaluation/runtime/architecture/plan-architecture.ts';
import { createRandomSource } from '#evaluation/runtime/judge/random.ts';
import { elementCount } from '#evaluation/runtime/model/plan.ts';
import { fitParameters } from '#evaluation/runtime/parameters/fit.ts';
import { writeSafetensors } from '#evaluation/runtime/parameters/safetensors.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { describeInvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import { trainingSeed } from './training-seed.ts';

/** Tensors by their names in the `state_dict`. */
export type NamedTensors = ReadonlyMap<string, { shape: readonly number[]; data: Float32Array }>;

/** The file to start from is not one of parameters that fit. */
export class StartingParametersError extends BaseError {
  override name = 'StartingParametersError';
  constructor(problem: string) {
    super('The parameters to start from do not fit architecture.json.', {
      details: problem,
      metaMessages: ['Start from the example’s own parameters.safetensors, or from what its training wrote.'],
    });
  }
}

/** Reads a safetensors file. @throws {StartingParametersError} */
export function readParameters(architecture: Architecture, file: Uint8Array): NamedTensors {
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

/**
 * PyTorch's default initialisation of linear layers, uniform in ±1/√(inputs) for weights and biases.
 *
 * @returns A safetensors file.
 */
export function initialiseParameters(architecture: Architecture, seed: number): Uint8Array<ArrayBuffer> {
  const random = createRandomSource(trainingSeed(seed));
  const tensors = planArchitecture(architecture).steps.flatMap(({ inputShape, parameters }) => {
    const bound = 1 / Math.sqrt(elementCount(inputShape));
    return parameters.map(({ name, shape }) => {
      const data = random.uniform(elementCount(shape), -bound, bound);
      return [name, { shape, data }] as const;
    });
  });
  return writeSafetensors(new Map(tensors));
}
