import type { InvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import type { BundleFile } from '#protocol/task/bundle.ts';
import { type TaskBundle, readBundle } from '#protocol/task/read-bundle.ts';
import { checkParameters } from './check-parameters.ts';
import { type ModelDescription, describeModel } from './describe-model.ts';

export type InspectBundleReturnType = {
  /** The content of each file; what `measureBaseline` takes. */
  bundle: TaskBundle;
  model: ModelDescription;
  /** Why the initial parameters cannot be judged, so that the task would be void; `undefined`: they fit. */
  parametersProblem: InvalidReason | undefined;
};

/**
 * Reads the files of a bundle and says what its network is, before anything of it runs or is paid for. Whether its evaluation code
 * works shows only when it runs: `measureBaseline`.
 *
 * @throws {BundleFileMissingError}, {BundleFileUnexpectedError}, {TaskMetadataError}, {ArchitectureError} which names the layer or
 * the node that cannot be used.
 *
 * @example
 * const { model, parametersProblem } = inspectBundle(files);
 */
export function inspectBundle(files: readonly BundleFile[]): InspectBundleReturnType {
  const bundle = readBundle(files);
  return { bundle, model: describeModel(bundle), parametersProblem: checkParameters(bundle) };
}
