import { BaseError } from '#protocol/errors/base.ts';
import { describeInvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import { fitParameters } from '../parameters/fit.ts';
import { type NetworkFiles, readModel } from './read-model.ts';

/** Parameters and network do not belong together. */
export class ParametersDoNotFitError extends BaseError {
  override name = 'ParametersDoNotFitError';
  constructor(details: string) {
    super('The parameters do not fit the network.', { details, docsPath: 'evaluation.md#parameters' });
  }
}

/**
 * Writes a network and its parameters as one ONNX file, which any runtime for ONNX can run: the very bytes that
 * evaluations run.
 *
 * @param files.parameters A safetensors file.
 * @throws ArchitectureError, ParametersDoNotFitError
 */
export function exportOnnx(files: NetworkFiles & { parameters: Uint8Array }): Uint8Array<ArrayBuffer> {
  const plan = readModel(files);
  const fit = fitParameters(plan, files.parameters);
  if (!fit.fits) throw new ParametersDoNotFitError(describeInvalidReason(fit.reason));
  return plan.encode(fit.parameters);
}
