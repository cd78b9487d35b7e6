import { type Address, type Hex, encodeFunctionData } from 'viem';
import { slasherAbi } from '#protocol/abi/slasher.ts';
import {
  type Claim,
  type MessageScope,
  UNAVAILABLE_TRACE_DIGEST,
  proofOfTask,
  verdictHash,
} from '#protocol/verdict/messages.ts';
import type { G1Point, G2Point } from '#protocol/verdict/points.ts';
import { type Verdict, toAbiVerdict } from '#protocol/verdict/verdict.ts';

/** Two signatures of one key on different verdicts of the same submission, seed and champion. */
export type EquivocationEvidence = {
  /** The signer's key; it may be one that its operator no longer uses. */
  key: G1Point;
  taskDefinitionId: number;
  first: Verdict;
  firstSignature: G2Point;
  second: Verdict;
  secondSignature: G2Point;
};

/** A performer's signed claim, and the verdict of the same submission, seed and champion that stands. */
export type ContradictingClaimEvidence = {
  performer: Address;
  claim: Claim;
  /** 65-byte ECDSA signature of the claim. */
  signature: Hex;
  verdict: Verdict;
};

/** Whether operators compute a verdict, rather than see it each for itself: only that can be evidence. */
export function isEvaluated({ outcome }: Pick<Verdict, 'outcome'>): boolean {
  return outcome !== 'Unavailable';
}

/** The call that reports two contradicting signatures to the slasher. */
export function encodeEquivocation(evidence: EquivocationEvidence): Hex {
  const { first, second } = evidence;
  return encodeFunctionData({
    abi: slasherAbi,
    functionName: 'slashEquivocation',
    args: [{ ...evidence, first: toAbiVerdict(first), second: toAbiVerdict(second) }],
  });
}

/** The call that reports a claim which is not of the verdict that stands. */
export function encodeContradictingClaim(evidence: ContradictingClaimEvidence): Hex {
  const { performer, claim, signature, verdict } = evidence;
  const { attempt, proofOfTask: proof } = claim;
  return encodeFunctionData({
    abi: slasherAbi,
    functionName: 'slashContradictingClaim',
    args: [{ performer, attempt, proofOfTask: proof, signature, verdict: toAbiVerdict(verdict) }],
  });
}

/**
 * Whether a claim contradicts a verdict on the same submission, seed and champion, as the slasher judges it: a claim
 * that the content was unavailable is no evidence, since every operator sees that for itself.
 */
export function isContradicting(
  { claim, performer }: { claim: Claim; performer: Address },
  { verdict, scope }: { verdict: Verdict; scope: MessageScope },
): boolean {
  if (
    !isEvaluated(verdict) ||
    claim.submissionId !== verdict.submissionId ||
    claim.seed !== verdict.seed ||
    claim.championId !== verdict.championId
  ) {
    return false;
  }
  const unavailable: Verdict = {
    submissionId: verdict.submissionId,
    seed: verdict.seed,
    championId: verdict.championId,
    outcome: 'Unavailable',
    wins: 0,
    championDecidingSum: 0n,
    challengerDecidingSum: 0n,
    championPricingSum: 0n,
    challengerPricingSum: 0n,
    traceDigest: UNAVAILABLE_TRACE_DIGEST,
  };
  return [verdict, unavailable].every(
    (allowed) =>
      claim.proofOfTask !==
      proofOfTask({ performer, verdictHash: verdictHash({ ...scope, verdict: allowed }) }),
  );
}
