import { isAddressEqual, recoverMessageAddress, zeroAddress } from 'viem';
import { saveClaim } from '#database/operator/claims.ts';
import type { SignedClaim } from '#protocol/http/claims.ts';
import {
  InvalidSignatureError,
  NotElectedError,
  TooEarlyError,
  UnknownOperatorError,
  WrongChainError,
  WrongDefinitionError,
} from '#protocol/http/refusal.ts';
import { claimHash } from '#protocol/verdict/messages.ts';
import type { ReadClient } from '#sdk/client.ts';
import { currentAttempt, electedPerformer, findOperator } from '../chain/operator-set.ts';
import { messageScope } from '../chain/situation.ts';
import type { NodeContext } from '../context.ts';
import { requireExpected } from './expected.ts';

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
