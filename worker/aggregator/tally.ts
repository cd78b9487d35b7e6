import type { Hex } from 'viem';
import type { Attestation } from '#protocol/http/attestations.ts';
import { BASIS_POINTS } from '#protocol/verdict/scores.ts';
import type { Operator } from '#sdk/operators/get-operators.ts';
import type { OperatorSet } from '../chain/operator-set.ts';

/** Who of the set signed a verdict. */
export type Tally = {
  signers: { operator: Operator; signature: Hex }[];
  /** Ascending by account, as the registry wants their keys. */
  nonSigners: Operator[];
  signedPower: bigint;
  totalPower: bigint;
};

/** Counts the attestations of operators in the set. */
export function tally(
  set: OperatorSet,
  attestations: readonly Pick<Attestation, 'operator' | 'signature'>[],
): Tally {
  const signatures = new Map(
    attestations.map(({ operator, signature }) => [operator.toLowerCase(), signature]),
  );
  const signers: Tally['signers'] = [];
  const nonSigners: Operator[] = [];
  for (const operator of set.operators) {
    const signature = signatures.get(operator.operator.toLowerCase());
    if (signature === undefined) nonSigners.push(operator);
    else signers.push({ operator, signature });
  }
  nonSigners.sort((a, b) => (BigInt(a.operator) < BigInt(b.operator) ? -1 : 1));
  const signedPower = signers.reduce((sum, { operator }) => sum + operator.power, 0n);
  return { signers, nonSigners, signedPower, totalPower: set.totalPower };
}

/**
 * Whether a verdict with these signers stands:
 * `signed · 10000 > quorumBps · total` and `3 · signed > 2 · total` and `total ≥ minimumPower > 0`.
 */
export function isQuorum(parameters: {
  signedPower: bigint;
  totalPower: bigint;
  quorumBps: number;
  minimumPower: bigint;
}): boolean {
  const { signedPower, totalPower, quorumBps, minimumPower } = parameters;
  return (
    signedPower * BASIS_POINTS > BigInt(quorumBps) * totalPower &&
    3n * signedPower > 2n * totalPower &&
    totalPower >= minimumPower &&
    minimumPower > 0n
  );
}
