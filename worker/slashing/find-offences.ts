import type { Address, Hex } from 'viem';
import type { StoredClaim } from '#database/operator/claims.ts';
import type { SignedVerdict } from '#database/operator/signed-verdicts.ts';
import type { G1Point } from '#protocol/verdict/points.ts';
import type { MessageScope } from '#protocol/verdict/messages.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import {
  encodeContradictingClaim,
  encodeEquivocation,
  isContradicting,
  isEvaluated,
} from '#sdk/slashing/evidence.ts';
import { type OffenceKey, offenceId } from '#sdk/slashing/offence.ts';
import { decompressSignature } from '../keys/bls.ts';

/** An offence, and the call to the slasher that proves it. */
export type FoundOffence = OffenceKey & { offenceId: Hex; data: Hex };

/** The claims that contradict the verdict that stands; claims on other seeds or champions may be true. */
export function findContradictingClaims(parameters: {
  claims: readonly StoredClaim[];
  verdict: Verdict;
  scope: MessageScope;
}): FoundOffence[] {
  const { claims, verdict, scope } = parameters;
  const { submissionId, seed, championId } = verdict;
  return claims
    .filter((stored) => isContradicting(stored, { verdict, scope }))
    .map(({ claim, performer, signature }) => {
      const key = {
        offence: 'ContradictingClaim',
        operator: performer,
        submissionId,
        seed,
        championId,
      } as const;
      const data = encodeContradictingClaim({ performer, claim, signature, verdict });
      return { ...key, offenceId: offenceId(key), data };
    });
}

/**
 * The operators that signed two evaluated verdicts on the same submission, seed and champion.
 *
 * @param parameters.keyOf The key that an operator signs with; `undefined` for one that is not known.
 */
export function findEquivocations(parameters: {
  signed: readonly SignedVerdict[];
  keyOf: (operator: Address) => G1Point | undefined;
}): FoundOffence[] {
  const { signed, keyOf } = parameters;
  const groups = Map.groupBy(
    signed.filter(({ verdict }) => isEvaluated(verdict)),
    ({ operator, verdict: { submissionId, seed, championId } }) =>
      `${operator} ${submissionId} ${seed} ${championId}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const second = group.find(({ verdictHash }) => verdictHash !== first?.verdictHash);
    const key = first && keyOf(first.operator);
    return first && second && key ? [toEquivocation(key, first, second)] : [];
  });
}

function toEquivocation(key: G1Point, first: SignedVerdict, second: SignedVerdict): FoundOffence {
  const { submissionId, seed, championId } = first.verdict;
  const offence = {
    offence: 'Equivocation',
    operator: first.operator,
    submissionId,
    seed,
    championId,
  } as const;
  const data = encodeEquivocation({
    key,
    taskDefinitionId: first.taskDefinitionId,
    first: first.verdict,
    firstSignature: decompressSignature(first.signature),
    second: second.verdict,
    secondSignature: decompressSignature(second.signature),
  });
  return { ...offence, offenceId: offenceId(offence), data };
}
