import type { EvaluationKey } from '#database/operator/evaluation-key.ts';
import type { ObservedSeed } from '#database/operator/seeds.ts';
import { NotExpectedError, TooEarlyError } from '#protocol/http/refusal.ts';
import { read } from '#sdk/chain/read.ts';
import { ContractRevertedError } from '#sdk/errors/contract-reverted.ts';
import { SubmissionNotFoundError } from '#sdk/marketplace/get-submission.ts';
import { TaskNotFoundError } from '#sdk/marketplace/get-task.ts';
import type { ChainViews, SubmissionView } from '../chain/views.ts';
import type { NodeContext } from '../context.ts';

/** Makes sure that a verdict with this submission and seed is awaited on the chain. @throws {RefusalError} */
export async function requireExpected(
  context: NodeContext,
  { submissionId, seed }: EvaluationKey,
): Promise<{ view: SubmissionView; head: bigint }> {
  const { view, head, observed } = await requireAwaited(context, submissionId);
  if (observed.seed !== seed) throw new NotExpectedError({ submissionId, reason: 'its seed is another one' });
  return { view, head };
}

/** Makes sure that a verdict on this submission is awaited on the chain. @throws {RefusalError} */
export async function requireAwaited(
  { client, views }: NodeContext,
  submissionId: bigint,
): Promise<{ view: SubmissionView; head: bigint; observed: ObservedSeed }> {
  const [view, head] = await Promise.all([
    readView(views, submissionId),
    read('read the newest block', () => client.publicClient.getBlockNumber()),
  ]);
  const { submission } = view;
  const { status, seedBlock } = submission;
  // The view may be a block old; a peer that is ahead tries again.
  if (status === 'Committed') throw new TooEarlyError({ submissionId, reason: 'it is not revealed' });
  if (status !== 'Revealed') throw new NotExpectedError({ submissionId, reason: `it is ${status}` });
  if (BigInt(seedBlock) > head) {
    throw new TooEarlyError({ submissionId, reason: `its seed block ${seedBlock} is not mined` });
  }
  return { view, head, observed: await views.seed(submission) };
}

async function readView(views: ChainViews, submissionId: bigint): Promise<SubmissionView> {
  try {
    return await views.view(submissionId);
  } catch (error) {
    const isUnknown =
      error instanceof SubmissionNotFoundError ||
      error instanceof TaskNotFoundError ||
      error instanceof ContractRevertedError;
    if (!isUnknown) throw error;
    throw new NotExpectedError({ submissionId, reason: 'it does not exist' });
  }
}
