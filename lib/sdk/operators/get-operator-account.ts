import type { Address } from 'viem';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';
import { OPERATOR_STATUSES, UnknownStatusError } from '../statuses.ts';

export type OperatorStatus = (typeof OPERATOR_STATUSES)[number];

export type GetOperatorAccountReturnType = {
  status: OperatorStatus;
  /** In the stake token’s base units. */
  stake: bigint;
  /** Unix seconds; 0 while it does not unbond. */
  withdrawableSince: number;
  /** What it could claim for verdicts, in the fee token’s base units. */
  earnedFees: bigint;
  stakeToken: Address;
  minimumStake: bigint;
  maximumStake: bigint;
  unbondingSeconds: number;
};

/** How an account stands as an operator, and what governance asks of one. */
export async function getOperatorAccount(
  client: ReadClient,
  { account, token = client.deployment.contracts.token }: { account: Address; token?: Address },
): Promise<GetOperatorAccountReturnType> {
  const { publicClient, deployment } = client;
  const governance = { address: deployment.contracts.avsGovernance, abi: avsGovernanceAbi } as const;
  return read(`read the operator ${account}`, async () => {
    const [record, earnedFees, stakeToken, minimumStake, maximumStake, unbondingSeconds] = await Promise.all([
      publicClient.readContract({ ...governance, functionName: 'getOperatorRecord', args: [account] }),
      publicClient.readContract({
        address: deployment.contracts.attestationCenter,
        abi: attestationCenterAbi,
        functionName: 'earnedFees',
        args: [token, account],
      }),
      publicClient.readContract({ ...governance, functionName: 'stakeToken' }),
      publicClient.readContract({ ...governance, functionName: 'minimumStake' }),
      publicClient.readContract({ ...governance, functionName: 'maximumStake' }),
      publicClient.readContract({ ...governance, functionName: 'unbondingSeconds' }),
    ]);
    const status = OPERATOR_STATUSES[record.status];
    if (status === undefined) throw new UnknownStatusError({ status: record.status });
    return {
      status,
      stake: record.stake,
      withdrawableSince: record.withdrawableSince,
      earnedFees,
      stakeToken,
      minimumStake,
      maximumStake,
      unbondingSeconds,
    };
  });
}
