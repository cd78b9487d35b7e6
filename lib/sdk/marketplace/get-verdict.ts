import { type Hex, zeroHash } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { type Verdict, fromAbiVerdict } from '#protocol/verdict/verdict.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';
import { getSubmission } from './get-submission.ts';

export type GetVerdictParameters = { submissionId: bigint };

export type GetVerdictReturnType = {
  verdict: Verdict;
  /** What the operators signed. */
  verdictHash: Hex;
  /** What the optimizer was paid from the pool, beyond the refund of the fee, in the token’s base units. */
  payment: bigint;
  /** What was left in the pool. */
  pool: bigint;
  transactionHash: Hex;
  blockNumber: bigint;
};

/** No verdict stands on the submission. */
export class VerdictNotFoundError extends BaseError {
  override name = 'VerdictNotFoundError';
  constructor({ submissionId, status }: { submissionId: bigint; status: string }) {
    super(`There is no verdict on submission ${submissionId}: it is ${status}.`, {
      metaMessages: [
        'Submissions that were never revealed, or expired, get none; others need a little time.',
      ],
    });
  }
}

/**
 * The verdict that stands on a submission, from the log of its settlement.
 *
 * @throws {SubmissionNotFoundError}, {VerdictNotFoundError}
 */
export async function getVerdict(
  client: ReadClient,
  { submissionId }: GetVerdictParameters,
): Promise<GetVerdictReturnType> {
  const { publicClient, deployment } = client;
  const submission = await getSubmission(client, { submissionId });
  const { status } = submission;
  if (submission.verdictHash === zeroHash) throw new VerdictNotFoundError({ submissionId, status });
  const [settled] = await read(`read the verdict on submission ${submissionId}`, () =>
    publicClient.getContractEvents({
      address: deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      eventName: 'SubmissionSettled',
      args: { submissionId },
      fromBlock: BigInt(submission.seedBlock),
      strict: true,
    }),
  );
  if (settled === undefined) throw new VerdictNotFoundError({ submissionId, status });
  const { verdict, verdictHash, payment, pool } = settled.args;
  return {
    verdict: fromAbiVerdict(verdict),
    verdictHash,
    payment,
    pool,
    transactionHash: settled.transactionHash,
    blockNumber: settled.blockNumber,
  };
}
