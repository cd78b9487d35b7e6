import type { Address, Hex, TransactionReceipt } from 'viem';
import { slasherAbi } from '#protocol/abi/slasher.ts';
import type { WriteClient } from '../client.ts';
import { requireEvent } from '../transaction/events.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';
import {
  type ContradictingClaimEvidence,
  type EquivocationEvidence,
  encodeContradictingClaim,
  encodeEquivocation,
} from './evidence.ts';
import { getSlasher } from './offence.ts';

export type SlashReturnType = {
  offenceId: Hex;
  operator: Address;
  /** What was taken of its stake, in base units of the stake token. */
  slashed: bigint;
  receipt: TransactionReceipt;
};

export type SlashEquivocationParameters = TransactionOptions & { evidence: EquivocationEvidence };

/**
 * Reports an operator that signed two verdicts on the same evaluation; anyone may, and earns a share.
 *
 * @throws {ContractRevertedError} `AlreadySlashed`, `SameVerdict`, `SignatureInvalid`, `NotEvaluated` …
 */
export async function slashEquivocation(
  client: WriteClient,
  { evidence, ...options }: SlashEquivocationParameters,
): Promise<SlashReturnType> {
  return report(client, { ...options, data: encodeEquivocation(evidence) });
}

export type SlashContradictingClaimParameters = TransactionOptions & { evidence: ContradictingClaimEvidence };

/**
 * Reports a performer whose claim is not of the verdict that stands; anyone may, and earns a share.
 *
 * @throws {ContractRevertedError} `AlreadySlashed`, `ClaimHolds`, `VerdictDoesNotStand`, `ClaimSignatureInvalid` …
 */
export async function slashContradictingClaim(
  client: WriteClient,
  { evidence, ...options }: SlashContradictingClaimParameters,
): Promise<SlashReturnType> {
  return report(client, { ...options, data: encodeContradictingClaim(evidence) });
}

async function report(
  client: WriteClient,
  { data, ...options }: TransactionOptions & { data: Hex },
): Promise<SlashReturnType> {
  const slasher = await getSlasher(client);
  const receipt = await transact(client, { ...options, to: slasher, data, action: 'report an offence' });
  const { offenceId, operator, slashed } = requireEvent({
    receipt,
    address: slasher,
    abi: slasherAbi,
    eventName: 'OffenceProven',
  });
  return { offenceId, operator, slashed, receipt };
}
