import { BaseError } from '#protocol/errors/base.ts';
import { readSafetensors, writeSafetensors } from '#evaluation/runtime/parameters/safetensors.ts';

/** Sizes of the network; `model.onnx` is made with them. */
export const STEPS = 24;
export const FORECAST = 8;
export const HIDDEN = 24;

/** The parameters in the order in which everything here lists them: ONNX's names for those of a GRU, and its shapes. */
export const PARAMETER_SHAPES = {
  'gru.W': [1, 3 * HIDDEN, 1],
  'gru.R': [1, 3 * HIDDEN, HIDDEN],
  'gru.B': [1, 6 * HIDDEN],
  'head.weight': [FORECAST, HIDDEN],
  'head.bias': [FORECAST],
} as const satisfies { readonly [name: string]: readonly number[] };

type ParameterName = keyof typeof PARAMETER_SHAPES;
export type Parameters = { readonly [name in ParameterName]: Float64Array<ArrayBuffer> };

/** The file to start from is not one of parameters of this network. */
export class ForecastParametersError extends BaseError {
  override name = 'ForecastParametersError';
  constructor({ tensor }: { tensor: string }) {
    super(`The parameters to start from have no tensor "${tensor}" of the right size.`, {
      metaMessages: ['Start from the example’s own parameters.safetensors, or from what its training wrote.'],
    });
  }
}

/** Makes every parameter by its name and size. */
export function makeParameters(
  make: (name: ParameterName, size: number) => Float64Array<ArrayBuffer>,
): Parameters {
  const of = (name: ParameterName) =>
    make(
      name,
      PARAMETER_SHAPES[name].reduce<number>((product, size) => product * size, 1),
    );
  return {
    'gru.W': of('gru.W'),
    'gru.R': of('gru.R'),
    'gru.B': of('gru.B'),
    'head.weight': of('head.weight'),
    'head.bias': of('head.bias'),
  };
}

/** Reads a safetensors file. @throws {ForecastParametersError} */
export function readForecastParameters(file: Uint8Array): Parameters {
  const tensors = readSafetensors(file);
  return makeParameters((name, size) => {
    const bytes = tensors.get(name)?.bytes;
    if (bytes?.length !== 4 * size) throw new ForecastParametersError({ tensor: name });
    return Float64Array.from(new Float32Array(new Uint8Array(bytes).buffer));
  });
}

/** Writes a safetensors file. */
export function writeForecastParameters(parameters: Parameters): Uint8Array<ArrayBuffer> {
  return writeSafetensors(
    new Map(
      Object.entries(PARAMETER_SHAPES).map(([name, shape]) => [
        name,
        { shape, data: Float32Array.from(parameters[name as ParameterName]) },
      ]),
    ),
  );
}
