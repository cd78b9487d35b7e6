import { encodeFunctionData, zeroHash } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { findOperator } from '../chain/operator-set.ts';
import type { Situation } from '../chain/situation.ts';
import type { SigningContext } from '../context.ts';

/**
 * Fixes a submission's seed on the chain when its verdict is long in coming: while verdicts are paused, for example, or
 * while it waits for those before it. Contracts know the hashes of the latest 8,191 blocks (EIP-2935), and when the seed
 * block is older no verdict can be posted any more. The operators take turns.
 *
 * @param parameters.fixSeedAfterBlocks The age of the seed block from which it is fixed.
 */
export function fixSeed(
  { client, account, sender, log }: SigningContext,
  { submission, seed, set, head }: Situation,
  {
    fixSeedAfterBlocks,
    aggregatorDelayBlocks,
  }: { fixSeedAfterBlocks: number; aggregatorDelayBlocks: number },
): void {
  const { submissionId } = submission;
  if (submission.seed !== zeroHash) return;
  const count = BigInt(set.operators.length);
  const self = findOperator(set, account.address);
  const rank = self ? (BigInt(self.index) + count - (submissionId % count)) % count : count;
  const turn = rank * BigInt(aggregatorDelayBlocks);
  if (head < seed.seedBlock + BigInt(fixSeedAfterBlocks) + turn) return;
  const purpose = `fixSeed ${submissionId}`;
  if (sender.isUnderWay(purpose)) return;
  const sending = sender.send({
    to: client.deployment.contracts.modelSubmission,
    data: encodeFunctionData({
      abi: modelSubmissionAbi,
      functionName: 'fixSeed',
      args: [submissionId, seed.header],
    }),
    purpose,
    action: `fix the seed of submission ${submissionId}`,
  });
  sending.then(
    () => log.info({ submissionId }, 'seed fixed'),
    (error: unknown) => log.warn({ submissionId, error }, 'seed not fixed'),
  );
}
