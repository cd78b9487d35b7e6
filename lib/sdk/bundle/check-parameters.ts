import { type NetworkFiles, readModel } from '#evaluation/runtime/model/read-model.ts';
import { fitParameters } from '#evaluation/runtime/parameters/fit.ts';
import type { InvalidReason } from '#protocol/evaluation/invalid-reason.ts';

export type CheckParametersParameters = NetworkFiles & {
  /** A safetensors file. */
  parameters: Uint8Array;
};

/** Why the parameters would come out as `Invalid` (`describeInvalidReason` says it in words); `undefined`: they fit. */
export type CheckParametersReturnType = InvalidReason | undefined;

/**
 * Checks a file of parameters against a network, by the rules of a verdict, before anything is uploaded or staked.
 *
 * @throws {ArchitectureError} the network itself cannot be used.
 *
 * @example
 * const reason = checkParameters({ architecture, graph, parameters });
 */
export function checkParameters(files: CheckParametersParameters): CheckParametersReturnType {
  const fit = fitParameters(readModel(files), files.parameters);
  return fit.fits ? undefined : fit.reason;
}
