import { type Hex, encodeFunctionData, isAddressEqual, zeroAddress, zeroHash } from 'viem';
import type { StoredClaim } from '#database/operator/claims.ts';
import type { ComputedVerdict, Evaluation } from '#database/operator/evaluations.ts';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import type { Attestation } from '#protocol/http/attestations.ts';
import { proofOfTask } from '#protocol/verdict/messages.ts';
import type { G2Point } from '#protocol/verdict/points.ts';
import { encodeVerdict } from '#protocol/verdict/verdict.ts';
import { currentAttempt, electedPerformer, findOperator, postingRank } from '../chain/operator-set.ts';
import { type Situation, currentChampion, isBaseline } from '../chain/situation.ts';
import type { SigningContext } from '../context.ts';
import { aggregateSignatures } from '../keys/bls.ts';
import { type Tally, isQuorum, tally } from './tally.ts';
import type { Turns } from './turns.ts';

export type AggregateParameters = {
  evaluation: Evaluation;
  claims: readonly StoredClaim[];
  attestations: readonly Attestation[];
  /** Blocks between one operator's turn to post and the next one's. */
  aggregatorDelayBlocks: number;
  turns: Turns;
};

/**
 * Makes the call that posts a verdict, when it can stand and it is this operator's turn: at once when all operators
 * signed, else one block after the quorum was reached; the operator of rank r waits r times the delay longer.
 *
 * @returns The call's data; `undefined` when there is nothing to post now.
 */
export function aggregate(
  context: SigningContext,
  situation: Situation,
  parameters: AggregateParameters,
): Hex | undefined {
  const { evaluation, claims, attestations, aggregatorDelayBlocks, turns } = parameters;
  const { computed, submissionId, seed } = evaluation;
  const { set, task, head, minimumPower, pausedBlocks } = situation;
  const { quorumBps } = task;
  const self = findOperator(set, context.account.address);
  if (!computed || !self || !canSettle(situation, computed)) return undefined;

  const counted = tally(set, attestations);
  if (!isQuorum({ ...counted, quorumBps, minimumPower })) return undefined;
  const { responseWindowBlocks } = situation.definition;
  const attempt = currentAttempt({
    blockNumber: head,
    seedBlock: situation.seed.seedBlock,
    responseWindowBlocks,
    pausedBlocks,
  });
  const rank = postingRank(set, { operator: self, seed, attempt });
  const waitBlocks = BigInt(rank * aggregatorDelayBlocks + (counted.nonSigners.length === 0 ? 0 : 1));
  const { verdictHash } = computed;
  if (turns.blocksSince({ submissionId, verdictHash, head }) < waitBlocks) return undefined;

  const { signature, nonSigners, ...power } = sumSignatures(context, situation, counted, computed);
  if (!signature || !isQuorum({ ...power, quorumBps, minimumPower })) return undefined;
  const claim = claims.find((candidate) => isPayable(situation, computed, candidate));
  return encodeFunctionData({
    abi: attestationCenterAbi,
    functionName: 'submitTask',
    args: [
      {
        proofOfTask: claim?.claim.proofOfTask ?? zeroHash,
        data: encodeVerdict(computed.verdict),
        taskPerformer: claim?.performer ?? zeroAddress,
        taskDefinitionId: computed.taskDefinitionId,
      },
      {
        tpSignature: claim?.signature ?? '0x',
        attempt: claim?.claim.attempt ?? 0,
        taSignature: signature,
        nonSigners: nonSigners.map(({ key }) => key),
        seedHeader: situation.submission.seed === zeroHash ? situation.seed.header : '0x',
      },
    ],
  });
}

/** Whether the chain would take the verdict now: a win needs the head of the list and the current champion. */
function canSettle(situation: Situation, { verdict }: ComputedVerdict): boolean {
  const { submission, task } = situation;
  if (verdict.outcome !== 'Improved' || isBaseline(submission.submissionId)) return true;
  return task.headId === submission.submissionId && verdict.championId === currentChampion(situation);
}

/** Whether the performer is paid for its claim: elected, in time, and the claim is on this very verdict. */
function isPayable(
  { set, head, seed, definition, pausedBlocks }: Situation,
  { verdictHash }: ComputedVerdict,
  { claim, performer }: StoredClaim,
): boolean {
  const elected = electedPerformer(set, claim);
  const { responseWindowBlocks } = definition;
  const { seedBlock } = seed;
  return (
    elected !== undefined &&
    isAddressEqual(elected.operator, performer) &&
    claim.attempt <= currentAttempt({ blockNumber: head, seedBlock, responseWindowBlocks, pausedBlocks }) &&
    claim.proofOfTask === proofOfTask({ performer, verdictHash })
  );
}

/** Signatures were verified when they came, but an operator may have changed its key since: such ones are left out. */
function sumSignatures(
  { log }: SigningContext,
  { set, submission }: Situation,
  counted: Tally,
  { verdictHash }: ComputedVerdict,
): Tally & { signature: G2Point | undefined } {
  const { signature, invalid } = aggregateSignatures({
    message: verdictHash,
    signatures: counted.signers.map(({ operator, signature }) => ({ key: operator.key, signature })),
  });
  if (invalid.length === 0) return { ...counted, signature };
  const left = counted.signers.filter((_, index) => !invalid.includes(index));
  const operators = counted.signers
    .filter((_, index) => invalid.includes(index))
    .map(({ operator }) => operator.operator);
  log.warn({ submissionId: submission.submissionId, operators }, 'signatures are not by the registered keys');
  return {
    ...tally(
      set,
      left.map(({ operator, signature }) => ({ operator: operator.operator, signature })),
    ),
    signature,
  };
}
