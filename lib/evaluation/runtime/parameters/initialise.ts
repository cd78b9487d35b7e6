import type { Hex } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import { type RandomSource, createRandomSource } from '../judge/random.ts';
import { type InitialValues, type ModelPlan, elementCount } from '../model/plan.ts';
import { writeSafetensors } from './safetensors.ts';

/** A graph was stored without the values of its parameters, so that there is nothing to start from. */
export class InitialValuesMissingError extends BaseError {
  override name = 'InitialValuesMissingError';
  constructor({ tensor }: { tensor: string }) {
    super(`The ONNX graph holds no values of \`${tensor}\`.`, {
      metaMessages: ['Export it with its parameters, or bring a parameters.safetensors of your own.'],
    });
  }
}

/**
 * Parameters to start training from, as a safetensors file: what PyTorch's modules do by default (uniform in ±1/√fan-in for
 * linear and convolutional layers, 1 and 0 for norms, normal for embeddings), or what an ONNX graph holds. Equal seeds
 * give equal bytes, everywhere.
 *
 * @param seed 32 bytes
 * @throws InitialValuesMissingError
 *
 * @example
 * const file = initialiseParameters(readModel({ architecture }), seed);
 */
export function initialiseParameters(
  plan: Pick<ModelPlan, 'parameters' | 'initialValues'>,
  seed: Hex,
): Uint8Array<ArrayBuffer> {
  const random = createRandomSource(seed);
  return writeSafetensors(
    new Map(
      [...plan.parameters].map(([tensor, shape]) => {
        const initial = plan.initialValues.get(tensor);
        if (!initial) throw new InitialValuesMissingError({ tensor });
        return [tensor, { shape, data: draw(initial, elementCount(shape), random) }];
      }),
    ),
  );
}

function draw(initial: InitialValues, count: number, random: RandomSource): Float32Array {
  switch (initial.kind) {
    case 'constant':
      return new Float32Array(count).fill(initial.value);
    case 'uniform':
      return random.uniform(count, -initial.bound, initial.bound);
    case 'normal':
      return random.normal(count, 0, 1);
    case 'values': {
      const { buffer, byteOffset, byteLength } = initial.bytes;
      const view = new DataView(buffer, byteOffset, byteLength);
      return Float32Array.from({ length: count }, (_, index) => view.getFloat32(4 * index, true));
    }
  }
}
