import { type Hex, isAddressEqual } from 'viem';
import { type StoredClaim, saveClaim } from '#database/operator/claims.ts';
import type { Evaluation } from '#database/operator/evaluations.ts';
import { type Claim, claimHash, proofOfTask } from '#protocol/verdict/messages.ts';
import { currentAttempt, electedPerformer } from '../chain/operator-set.ts';
import { type Situation, messageScope } from '../chain/situation.ts';
import type { SigningContext } from '../context.ts';

/**
 * Claims a verdict when this operator is the performer of an attempt that has begun: signs, keeps and sends the
 * claim. Claiming again changes nothing.
 *
 * @param claims The claims that are known.
 * @returns The same with the operator's own.
 */
export async function perform(
  context: SigningContext,
  situation: Situation,
  { evaluation, claims }: { evaluation: Evaluation; claims: readonly StoredClaim[] },
): Promise<readonly StoredClaim[]> {
  const { computed } = evaluation;
  if (!computed) return claims;
  const { account, peers, client } = context;
  const attempt = findOwnAttempt(context, situation);
  if (attempt === undefined) return claims;

  const isOwn = ({ claim, performer }: StoredClaim) =>
    claim.attempt === attempt && isAddressEqual(performer, account.address);
  const known = claims.find(isOwn);
  const own = known ?? (await signClaim(context, { evaluation, attempt, verdictHash: computed.verdictHash }));
  peers.sendClaim(situation.set.operators, {
    ...own,
    taskDefinitionId: evaluation.taskDefinitionId,
    chainId: client.deployment.chainId,
  });
  return known ? claims : [...claims, own];
}

async function signClaim(
  { account, client, database, log }: SigningContext,
  parameters: { evaluation: Evaluation; attempt: number; verdictHash: Hex },
): Promise<StoredClaim> {
  const { evaluation, attempt, verdictHash } = parameters;
  const { submissionId, seed, championId, taskDefinitionId } = evaluation;
  const performer = account.address;
  const claim: Claim = {
    submissionId,
    seed,
    championId,
    attempt,
    proofOfTask: proofOfTask({ performer, verdictHash }),
  };
  const hash = claimHash({ ...messageScope(client, taskDefinitionId), claim });
  const stored = { claim, performer, signature: await account.signMessage({ message: { raw: hash } }) };
  await saveClaim(database, stored);
  log.info({ submissionId, championId, attempt }, 'claim signed');
  return stored;
}

/** By then every operator was elected once or more, most likely. */
const MAXIMUM_ATTEMPTS = 64;

/** The first attempt that has begun and that this operator was elected for. */
function findOwnAttempt(
  { account }: SigningContext,
  { head, seed, definition, set, pausedBlocks }: Situation,
): number | undefined {
  const current = currentAttempt({
    blockNumber: head,
    seedBlock: seed.seedBlock,
    responseWindowBlocks: definition.responseWindowBlocks,
    pausedBlocks,
  });
  for (let attempt = 0; attempt <= Math.min(current, MAXIMUM_ATTEMPTS); attempt += 1) {
    const elected = electedPerformer(set, { seed: seed.seed, attempt });
    if (elected && isAddressEqual(elected.operator, account.address)) return attempt;
  }
  return undefined;
}
