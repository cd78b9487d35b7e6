import { type Hex, type TransactionReceipt, encodeFunctionData } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { ContentPointer } from '#protocol/content/pointer.ts';
import { commitmentHash } from '#protocol/verdict/messages.ts';
import type { WriteClient } from '../client.ts';
import type { Permit } from '../token/sign-permit.ts';
import { requireEvent } from '../transaction/events.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';
import { getRequiredBond } from './get-required-bond.ts';
import { createSalt } from './salt.ts';

export type CommitSubmissionParameters = TransactionOptions & {
  taskId: number;
  /** The parameters to commit to; their content stays where it is. */
  parameters: ContentPointer;
  /**
   * 32 random bytes. Without it nobody can reveal, so keep it **before** the transaction is sent: pass one of
   * `createSalt`.
   * @default createSalt()
   */
  salt?: Hex | undefined;
  /** The most that may be taken, in the token’s base units. @default what is required right now */
  maximumBond?: bigint | undefined;
  permit?: Permit | undefined;
};

export type CommitSubmissionReturnType = {
  submissionId: bigint;
  commitment: Hex;
  salt: Hex;
  /** What was taken, the operators’ fee included. */
  bond: bigint;
  receipt: TransactionReceipt;
};

/**
 * Commits to parameters without showing them, and deposits the bond.
 *
 * @throws {ContractRevertedError}
 *
 * @example
 * const salt = createSalt();
 * await keep(salt);
 * const { submissionId } = await commitSubmission(client, { taskId, parameters: pointer, salt });
 */
export async function commitSubmission(
  client: WriteClient,
  parameters: CommitSubmissionParameters,
): Promise<CommitSubmissionReturnType> {
  const { taskId, parameters: pointer, salt = createSalt(), permit, ...options } = parameters;
  const { chainId, contracts } = client.deployment;
  const { modelSubmission } = contracts;
  const maximumBond = parameters.maximumBond ?? (await getRequiredBond(client, { taskId }));
  const commitment = commitmentHash({
    chainId,
    modelSubmission,
    taskId,
    optimizer: client.walletClient.account.address,
    parameters: pointer,
    salt,
  });
  const receipt = await transact(client, {
    ...options,
    to: modelSubmission,
    data: permit
      ? encodeFunctionData({
          abi: modelSubmissionAbi,
          functionName: 'commitSubmissionWithPermit',
          args: [taskId, commitment, maximumBond, permit],
        })
      : encodeFunctionData({
          abi: modelSubmissionAbi,
          functionName: 'commitSubmission',
          args: [taskId, commitment, maximumBond],
        }),
    action: `commit to a submission of task ${taskId}`,
  });
  const { submissionId, bond } = requireEvent({
    receipt,
    address: modelSubmission,
    abi: modelSubmissionAbi,
    eventName: 'SubmissionCommitted',
  });
  return { submissionId, commitment, salt, bond, receipt };
}
