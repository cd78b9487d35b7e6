import type { ContractFunctionReturnType } from 'viem';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { BaseError } from '#protocol/errors/base.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';
import { isContractError } from '../errors/contract-reverted.ts';
import { type SubmissionStatus, toSubmissionStatus } from '../statuses.ts';

export type GetSubmissionParameters = { submissionId: bigint };

type AbiSubmission = ContractFunctionReturnType<typeof modelSubmissionAbi, 'view', 'getSubmission'>;

/** A submission as it stands. What is not known yet (seed, parameters, verdict hash) is zero. */
export type Submission = Omit<AbiSubmission, 'status'> & { submissionId: bigint; status: SubmissionStatus };

export type GetSubmissionReturnType = Submission;

/** There is no such submission. */
export class SubmissionNotFoundError extends BaseError {
  override name = 'SubmissionNotFoundError';
  constructor({ submissionId, cause }: { submissionId: bigint; cause?: unknown }) {
    super(`Submission ${submissionId} does not exist.`, {
      cause,
      metaMessages: ['Check the id, and that you are on the right chain.'],
    });
  }
}

/** A submission as it stands on the chain. @throws {SubmissionNotFoundError}, {ChainUnreachableError} */
export async function getSubmission(
  client: ReadClient,
  { submissionId }: GetSubmissionParameters,
): Promise<GetSubmissionReturnType> {
  const submission = await read(`read submission ${submissionId}`, () =>
    client.publicClient.readContract({
      address: client.deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      functionName: 'getSubmission',
      args: [submissionId],
    }),
  ).catch((error: unknown) => {
    if (isContractError(error, 'UnknownSubmission'))
      throw new SubmissionNotFoundError({ submissionId, cause: error });
    throw error;
  });
  return { ...submission, submissionId, status: toSubmissionStatus(submission.status) };
}
