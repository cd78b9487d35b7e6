import { type Address, type Hex, encodeAbiParameters, keccak256 } from 'viem';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import { slasherAbi } from '#protocol/abi/slasher.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';

/** What an operator's own signatures can prove against it; the index is the value of the Solidity enum `Offence`. */
export const OFFENCES = ['Equivocation', 'ContradictingClaim'] as const;
export type Offence = (typeof OFFENCES)[number];

/** One offence: an operator is slashed once for each evaluation and kind. */
export type OffenceKey = {
  offence: Offence;
  operator: Address;
  submissionId: bigint;
  seed: Hex;
  championId: bigint;
};

/** By what the slasher knows an offence. */
export function offenceId({ offence, operator, submissionId, seed, championId }: OffenceKey): Hex {
  return keccak256(
    encodeAbiParameters(
      [{ type: 'uint8' }, { type: 'address' }, { type: 'uint64' }, { type: 'bytes32' }, { type: 'uint64' }],
      [OFFENCES.indexOf(offence), operator, submissionId, seed, championId],
    ),
  );
}

/** The slasher that governance has in force: it may have replaced the one of the deployment. */
export async function getSlasher({ publicClient, deployment }: ReadClient): Promise<Address> {
  return read('read which slasher is in force', () =>
    publicClient.readContract({
      address: deployment.contracts.avsGovernance,
      abi: avsGovernanceAbi,
      functionName: 'slasher',
    }),
  );
}

export type IsOffenceProvenParameters = { offenceId: Hex };

/** Whether an offence was reported already. @throws {ChainUnreachableError} */
export async function isOffenceProven(
  client: ReadClient,
  parameters: IsOffenceProvenParameters,
): Promise<boolean> {
  const slasher = await getSlasher(client);
  return read('read whether an offence is proven', () =>
    client.publicClient.readContract({
      address: slasher,
      abi: slasherAbi,
      functionName: 'isProven',
      args: [parameters.offenceId],
    }),
  );
}
