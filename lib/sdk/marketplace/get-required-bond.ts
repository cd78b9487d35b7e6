import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';

export type GetRequiredBondParameters = { taskId: number };

/** In the token’s base units, the operators’ fee included. */
export type GetRequiredBondReturnType = bigint;

/** What committing a submission would take right now; it follows the pool. */
export async function getRequiredBond(
  client: ReadClient,
  { taskId }: GetRequiredBondParameters,
): Promise<GetRequiredBondReturnType> {
  return read(`read the bond of task ${taskId}`, () =>
    client.publicClient.readContract({
      address: client.deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      functionName: 'requiredBond',
      args: [taskId],
    }),
  );
}
