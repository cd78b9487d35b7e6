import { type TransactionReceipt, encodeFunctionData } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { WriteClient } from '../client.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';

export type ExpireSubmissionParameters = TransactionOptions & { submissionId: bigint };

export type ExpireSubmissionReturnType = { receipt: TransactionReceipt };

/**
 * Ends a submission that the operators failed to judge in time; its bond goes back. Anyone may.
 *
 * @throws {ContractRevertedError}
 */
export async function expireSubmission(
  client: WriteClient,
  parameters: ExpireSubmissionParameters,
): Promise<ExpireSubmissionReturnType> {
  const { submissionId, ...options } = parameters;
  const receipt = await transact(client, {
    ...options,
    to: client.deployment.contracts.modelSubmission,
    data: encodeFunctionData({
      abi: modelSubmissionAbi,
      functionName: 'expireSubmission',
      args: [submissionId],
    }),
    action: `expire submission ${submissionId}`,
  });
  return { receipt };
}
