import { encodeFunctionData } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { read } from '#sdk/chain/read.ts';
import { isContractError } from '#sdk/errors/contract-reverted.ts';
import { type OperatorSet, findOperator } from '../chain/operator-set.ts';
import type { SubmissionView } from '../chain/views.ts';
import type { SigningContext } from '../context.ts';

type TurnParameters = { head: bigint; aggregatorDelayBlocks: number };

/**
 * Forfeits a commitment that was not revealed in time, since it would keep later submissions from settling. The
 * operators take turns.
 */
export function forfeit(context: SigningContext, view: SubmissionView, parameters: TurnParameters): void {
  const { submission, definition, set } = view;
  const { head, aggregatorDelayBlocks } = parameters;
  const { submissionId, commitBlock } = submission;
  const latestBlock = BigInt(commitBlock + definition.revealWindowBlocks);
  if (head < latestBlock + turnDelay(context, { set, submissionId, aggregatorDelayBlocks })) return;
  settle(context, { functionName: 'forfeitUnrevealed', submissionId });
}

/** Ends a submission that got no verdict in time; its bond goes back. The operators take turns. */
export async function expire(
  context: SigningContext,
  { submission, definition, set }: SubmissionView,
  { head, aggregatorDelayBlocks }: TurnParameters,
): Promise<void> {
  const { client } = context;
  const { submissionId, seedBlock } = submission;
  // No expiry is earlier than this: the chain need not be asked.
  if (head < BigInt(seedBlock + definition.verdictWindowBlocks)) return;
  const firstBlock = await read(`read when submission ${submissionId} expires`, () =>
    client.publicClient.readContract({
      address: client.deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      functionName: 'expiryBlock',
      args: [submissionId],
    }),
  );
  const turn = turnDelay(context, { set, submissionId, aggregatorDelayBlocks });
  if (head + 1n < BigInt(firstBlock) + turn) return;
  settle(context, { functionName: 'expireSubmission', submissionId });
}

/** How many blocks this operator waits for those before it. */
function turnDelay(
  { account }: SigningContext,
  parameters: { set: OperatorSet; submissionId: bigint; aggregatorDelayBlocks: number },
): bigint {
  const { set, submissionId, aggregatorDelayBlocks } = parameters;
  const count = BigInt(set.operators.length);
  const self = findOperator(set, account.address);
  const rank = self ? (BigInt(self.index) + count - (submissionId % count)) % count : count;
  return rank * BigInt(aggregatorDelayBlocks);
}

function settle(
  { client, sender, log }: SigningContext,
  parameters: { functionName: 'forfeitUnrevealed' | 'expireSubmission'; submissionId: bigint },
): void {
  const { functionName, submissionId } = parameters;
  const purpose = `${functionName} ${submissionId}`;
  if (sender.isUnderWay(purpose)) return;
  const sending = sender.send({
    to: client.deployment.contracts.modelSubmission,
    data: encodeFunctionData({ abi: modelSubmissionAbi, functionName, args: [submissionId] }),
    purpose,
    action: `end the overdue submission ${submissionId}`,
  });
  sending.catch((error: unknown) => {
    if (isContractError(error, 'UnexpectedSubmissionStatus') || isContractError(error, 'NotExpired')) {
      log.info({ submissionId }, 'overdue submission was ended by somebody else');
    } else {
      log.warn({ submissionId, error }, 'overdue submission not ended');
    }
  });
}
