import { readModel } from '#evaluation/runtime/model/read-model.ts';
import { fitParameters } from '#evaluation/runtime/parameters/fit.ts';
import type { InvalidReason } from '#protocol/evaluation/invalid-reason.ts';

/**
 * Whether a parameters file fits a network, by the operators’ own rules, before anything runs.
 *
 * @returns Why it does not, `undefined` when it does.
 * @throws {ArchitectureError} the network itself cannot be used.
 */
export function checkParameters(parameters: {
  /** `architecture.json` */
  architecture: Uint8Array;
  /** The ONNX graph that it refers to, if it does. */
  graph?: Uint8Array | undefined;
  /** A safetensors file. */
  file: Uint8Array;
}): InvalidReason | undefined {
  const fit = fitParameters(readModel(parameters), parameters.file);
  return fit.fits ? undefined : fit.reason;
}
