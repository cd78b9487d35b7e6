import { type TransactionReceipt, encodeFunctionData } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { WriteClient } from '../client.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';

export type ForfeitUnrevealedParameters = TransactionOptions & { submissionId: bigint };

export type ForfeitUnrevealedReturnType = { receipt: TransactionReceipt };

/** Forfeits a commitment that was not revealed in time; anyone may. @throws {ContractRevertedError} */
export async function forfeitUnrevealed(
  client: WriteClient,
  parameters: ForfeitUnrevealedParameters,
): Promise<ForfeitUnrevealedReturnType> {
  const { submissionId, ...options } = parameters;
  const receipt = await transact(client, {
    ...options,
    to: client.deployment.contracts.modelSubmission,
    data: encodeFunctionData({
      abi: modelSubmissionAbi,
      functionName: 'forfeitUnrevealed',
      args: [submissionId],
    }),
    action: `forfeit submission ${submissionId}`,
  });
  return { receipt };
}
