import { type Address, type Hex, encodeFunctionData } from 'viem';
import { slasherAbi } from '../abi/slasher.ts';
import type { G1Point, G2Point } from '../verdict/points.ts';
import { type Verdict, toAbiVerdict } from '../verdict/verdict.ts';

/** Two BLS signatures of one key on different evaluated verdicts of one evaluation. */
export type EquivocationEvidence = {
  key: G1Point;
  /** Part of what was signed. */
  taskDefinitionId: number;
  first: Verdict;
  firstSignature: G2Point;
  second: Verdict;
  secondSignature: G2Point;
};

/** A performer's signed claim, and the evaluated verdict of the same evaluation that stands. */
export type ClaimEvidence = {
  performer: Address;
  attempt: number;
  /** What the performer claimed. */
  proofOfTask: Hex;
  /** The performer's EIP-191 signature of the claim, 65 bytes. */
  signature: Hex;
  verdict: Verdict;
};

/** The call that reports an equivocation to the slasher. */
export function encodeEquivocation(evidence: EquivocationEvidence): Hex {
  const { first, second } = evidence;
  return encodeFunctionData({
    abi: slasherAbi,
    functionName: 'slashEquivocation',
    args: [{ ...evidence, first: toAbiVerdict(first), second: toAbiVerdict(second) }],
  });
}

/** The call that reports a contradicting claim to the slasher. */
export function encodeContradictingClaim(evidence: ClaimEvidence): Hex {
  return encodeFunctionData({
    abi: slasherAbi,
    functionName: 'slashContradictingClaim',
    args: [{ ...evidence, verdict: toAbiVerdict(evidence.verdict) }],
  });
}
