import { isAddressEqual, recoverMessageAddress, zeroAddress } from 'viem';
import { saveAttestation } from '#database/operator/attestations.ts';
import { saveClaim } from '#database/operator/claims.ts';
import { type EvaluationKey } from '#database/operator/evaluation-key.ts';
import { findEvaluation } from '#database/operator/evaluations.ts';
import type { ObservedSeed } from '#database/operator/seeds.ts';
import type { Attestation } from '#protocol/http/attestations.ts';
import type { SignedClaim } from '#protocol/http/claims.ts';
import {
  InvalidSignatureError,
  NotElectedError,
  NotExpectedError,
  TooEarlyError,
  UnknownOperatorError,
  WrongChainError,
  WrongDefinitionError,
} from '#protocol/http/refusal.ts';
import { claimHash } from '#protocol/verdict/messages.ts';
import { read } from '#sdk/chain/read.ts';
import type { ReadClient } from '#sdk/client.ts';
import { ContractRevertedError } from '#sdk/errors/contract-reverted.ts';
import { SubmissionNotFoundError } from '#sdk/marketplace/get-submission.ts';
import { TaskNotFoundError } from '#sdk/marketplace/get-task.ts';
import { currentAttempt, electedPerformer, findOperator } from '../chain/operator-set.ts';
import { messageScope } from '../chain/situation.ts';
import type { ChainViews, SubmissionView } from '../chain/views.ts';
import type { NodeContext } from '../context.ts';
import { verifyBls } from '../keys/bls.ts';

/**
 * Takes another operator's signature, after verifying it against the verdict that this node computed itself.
 *
 * @returns Whether it is new.
 * @throws {RefusalError}
 */
export async function acceptAttestation(context: NodeContext, attestation: Attestation): Promise<boolean> {
  const { database, views, log } = context;
  const { operator, submissionId, signature } = attestation;
  const member = findOperator(await views.operatorSet(), operator);
  if (!member) throw new UnknownOperatorError({ operator });
  const evaluation = await findEvaluation(database, attestation);
  if (!evaluation?.computed) {
    if (evaluation?.status === 'Abstained') {
      throw new NotExpectedError({ submissionId, reason: 'this node could not evaluate it' });
    }
    await requireExpected(context, attestation);
    throw new TooEarlyError({ submissionId, reason: 'this node has not computed the verdict yet' });
  }
  if (!verifyBls({ key: member.key, message: evaluation.computed.verdictHash, signature })) {
    throw new InvalidSignatureError({ operator, kind: 'BLS' });
  }
  const isNew = await saveAttestation(database, { ...attestation, operator: member.operator });
  if (isNew)
    log.info({ submissionId, championId: attestation.championId, peer: operator }, 'attestation received');
  return isNew;
}

/**
 * Takes a performer's claim, after verifying that it was elected and signed it.
 *
 * @returns Whether it is new.
 * @throws {RefusalError}
 */
export async function acceptClaim(context: NodeContext, signed: SignedClaim): Promise<boolean> {
  const { client, database, log } = context;
  const { claim, performer, signature, taskDefinitionId, chainId } = signed;
  const { submissionId, championId, attempt } = claim;
  if (chainId !== client.deployment.chainId) {
    throw new WrongChainError({ expected: client.deployment.chainId, actual: chainId });
  }
  if (!findOperator(await context.views.operatorSet(), performer)) {
    throw new UnknownOperatorError({ operator: performer });
  }
  const { view, head } = await requireExpected(context, claim);
  const { set, submission, task, definition, pausedBlocks } = view;
  if (task.taskDefinitionId !== taskDefinitionId) {
    throw new WrongDefinitionError({ expected: task.taskDefinitionId, actual: taskDefinitionId });
  }
  const elected = electedPerformer(set, claim);
  if (!elected || !isAddressEqual(elected.operator, performer)) {
    throw new NotElectedError({ performer, elected: elected?.operator ?? zeroAddress, attempt });
  }
  const { responseWindowBlocks } = definition;
  const seedBlock = BigInt(submission.seedBlock);
  if (attempt > currentAttempt({ blockNumber: head, seedBlock, responseWindowBlocks, pausedBlocks })) {
    throw new TooEarlyError({ submissionId, reason: `attempt ${attempt} has not begun` });
  }
  if (!(await isSignedBy(client, signed)))
    throw new InvalidSignatureError({ operator: performer, kind: 'ECDSA' });
  const isNew = await saveClaim(database, { claim, performer: elected.operator, signature });
  if (isNew) log.info({ submissionId, championId, attempt, peer: performer }, 'claim received');
  return isNew;
}

/** Makes sure that a verdict with this submission and seed is awaited on the chain. @throws {RefusalError} */
async function requireExpected(
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

async function isSignedBy(client: ReadClient, signed: SignedClaim): Promise<boolean> {
  const { claim, performer, signature, taskDefinitionId } = signed;
  const raw = claimHash({ ...messageScope(client, taskDefinitionId), claim });
  try {
    return isAddressEqual(await recoverMessageAddress({ message: { raw }, signature }), performer);
  } catch {
    // Bytes that are no signature of any account.
    return false;
  }
}
