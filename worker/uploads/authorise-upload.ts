import { isAddressEqual } from 'viem';
import type { AuthoriseUpload, UploadDecision, UploadRequest } from '#api/uploads/authorise.ts';
import { reserveSubmissionUpload, saveBundleUpload, sumBundleUploads } from '#database/operator/uploads.ts';
import { toPointer } from '#protocol/content/pointer.ts';
import { ChainUnreachableError } from '#sdk/chain/read.ts';
import { type Submission, SubmissionNotFoundError, getSubmission } from '#sdk/marketplace/get-submission.ts';
import { getTask } from '#sdk/marketplace/get-task.ts';
import type { NodeContext } from '../context.ts';
import { bundlePin, submissionPin } from '../content/pins.ts';
import { blockBytesLimit } from '#protocol/content/read-content.ts';

/** What the operator stores for tasks that are not on the chain yet. */
export type BundleLimits = {
  /** Of one content. */
  maximumBundleBytes: number;
  /** Of all contents of one account that no task points to yet. */
  maximumBundleBytesPerAccount: number;
};

/**
 * Decides on uploads by the chain. Bundles may come from any account, within limits, since they come before their
 * task. Parameters come from the optimizer of an open commitment, one content for each.
 */
export function createUploadAuthorisation(context: NodeContext, limits: BundleLimits): AuthoriseUpload {
  return async (request) => {
    const { purpose } = request;
    try {
      return purpose.kind === 'bundle'
        ? await decideOnBundle(context, limits, request)
        : await decideOnSubmission(context, purpose.submissionId, request);
    } catch (error) {
      if (!(error instanceof ChainUnreachableError)) throw error;
      context.log.warn({ error }, 'upload could not be decided on');
      return {
        allowed: false,
        reason: 'not-ready',
        message: 'This operator cannot reach the chain. Try again soon.',
      };
    }
  };
}

async function decideOnBundle(
  { database }: NodeContext,
  { maximumBundleBytes, maximumBundleBytesPerAccount }: BundleLimits,
  { signer, root, sizeBytes }: UploadRequest,
): Promise<UploadDecision> {
  if (sizeBytes > maximumBundleBytes) return tooLarge(sizeBytes, maximumBundleBytes);
  const upload = { uploader: signer, root: root.toString(), sizeBytes: BigInt(sizeBytes) };
  const storedBytes = await sumBundleUploads(database, { uploader: signer, exceptRoot: upload.root });
  if (storedBytes + upload.sizeBytes > BigInt(maximumBundleBytesPerAccount)) {
    return {
      allowed: false,
      reason: 'quota-exceeded',
      message: `${signer} has ${storedBytes} bytes here that no task points to; it may have ${maximumBundleBytesPerAccount}.`,
    };
  }
  await saveBundleUpload(database, upload);
  return { allowed: true, pin: bundlePin(upload.root) };
}

async function decideOnSubmission(
  { client, database, views }: NodeContext,
  submissionId: bigint,
  { signer, root, sizeBytes }: UploadRequest,
): Promise<UploadDecision> {
  let submission: Submission;
  try {
    submission = await getSubmission(client, { submissionId });
  } catch (error) {
    if (!(error instanceof SubmissionNotFoundError)) throw error;
    return {
      allowed: false,
      reason: 'unknown-submission',
      message: `Submission ${submissionId} does not exist.`,
    };
  }
  if (!isAddressEqual(submission.optimizer, signer)) {
    return {
      allowed: false,
      reason: 'not-the-optimizer',
      message: `Submission ${submissionId} was committed by ${submission.optimizer}, not by ${signer}.`,
    };
  }
  if (!isWaitingFor(submission, toPointer(root).digest)) {
    return {
      allowed: false,
      reason: 'not-open',
      message: `Submission ${submissionId} is ${submission.status} and does not wait for this content.`,
    };
  }
  const { taskDefinitionId } = await getTask(client, { taskId: submission.taskId });
  const { maximumParameterBytes } = await views.definition(taskDefinitionId);
  const limit = blockBytesLimit(Number(maximumParameterBytes));
  if (sizeBytes > limit) return tooLarge(sizeBytes, limit);
  const reserved = await reserveSubmissionUpload(database, { submissionId, root: root.toString() });
  if (reserved !== root.toString()) {
    return {
      allowed: false,
      reason: 'already-uploaded',
      message: `Submission ${submissionId} already has the content ${reserved}; there is one for each.`,
    };
  }
  return { allowed: true, pin: submissionPin(submissionId) };
}

/** Committed content is hidden; revealed content must be the one that was revealed. */
function isWaitingFor({ status, parameters }: Submission, digest: string): boolean {
  return status === 'Committed' || (status === 'Revealed' && parameters.digest === digest);
}

function tooLarge(sizeBytes: number, limit: number): UploadDecision {
  return {
    allowed: false,
    reason: 'too-large',
    message: `The content has ${sizeBytes} bytes; at most ${limit} are allowed.`,
  };
}
