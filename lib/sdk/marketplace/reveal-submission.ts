import { type Hex, type TransactionReceipt, encodeFunctionData } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { ContentPointer } from '#protocol/content/pointer.ts';
import type { WriteClient } from '../client.ts';
import { requireEvent } from '../transaction/events.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';

export type RevealSubmissionParameters = TransactionOptions & {
  submissionId: bigint;
  /** The parameters that were committed to. */
  parameters: ContentPointer;
  /** The salt that they were committed with. */
  salt: Hex;
};

export type RevealSubmissionReturnType = {
  /** The block whose randomness the submission is evaluated on. */
  seedBlock: number;
  /** No earlier champion than this one may be compared with. */
  championAtReveal: bigint;
  receipt: TransactionReceipt;
};

/**
 * Opens a commitment; anyone who has the salt may. The content must be held by the operators before
 * (`waitForAvailability`), or the submission ends as `Unavailable`.
 *
 * @throws {ContractRevertedError}
 */
export async function revealSubmission(
  client: WriteClient,
  parameters: RevealSubmissionParameters,
): Promise<RevealSubmissionReturnType> {
  const { submissionId, parameters: pointer, salt, ...options } = parameters;
  const { modelSubmission } = client.deployment.contracts;
  const receipt = await transact(client, {
    ...options,
    to: modelSubmission,
    data: encodeFunctionData({
      abi: modelSubmissionAbi,
      functionName: 'revealSubmission',
      args: [submissionId, pointer, salt],
    }),
    action: `reveal submission ${submissionId}`,
  });
  const { seedBlock, championAtReveal } = requireEvent({
    receipt,
    address: modelSubmission,
    abi: modelSubmissionAbi,
    eventName: 'SubmissionRevealed',
  });
  return { seedBlock, championAtReveal, receipt };
}
