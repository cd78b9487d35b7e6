import { type Address, type Hex, encodeAbiParameters, keccak256 } from 'viem';

/** What an operator is slashed for; the index is the value of the Solidity enum `Offence`. */
export const OFFENCES = ['Equivocation', 'ContradictingClaim'] as const;

/**
 * - `Equivocation`: one key signed two different verdicts of one evaluation.
 * - `ContradictingClaim`: a performer claimed something else than the verdict that stands.
 */
export type Offence = (typeof OFFENCES)[number];

/** What one evaluation is known by: two signed statements can contradict each other only if they share it. */
export type Evaluation = { submissionId: bigint; seed: Hex; championId: bigint };

/** What an offence is known by on-chain: an operator is slashed once for each evaluation and kind. */
export function offenceId({
  offence,
  operator,
  submissionId,
  seed,
  championId,
}: Evaluation & { offence: Offence; operator: Address }): Hex {
  return keccak256(
    encodeAbiParameters(
      [{ type: 'uint8' }, { type: 'address' }, { type: 'uint64' }, { type: 'bytes32' }, { type: 'uint64' }],
      [OFFENCES.indexOf(offence), operator, submissionId, seed, championId],
    ),
  );
}
