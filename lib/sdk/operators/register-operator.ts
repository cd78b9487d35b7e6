import { type Address, type TransactionReceipt, encodeFunctionData } from 'viem';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import type { G1Point, G2Point } from '#protocol/verdict/points.ts';
import { read } from '../chain/read.ts';
import type { WriteClient } from '../client.ts';
import { approve } from '../token/approve.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';
import { QUEUED_CHANGES_GAS } from './queued-changes-gas.ts';
import { setEndpoint } from './set-endpoint.ts';

export type RegisterOperatorParameters = TransactionOptions & {
  /** The BLS public key. */
  key: G1Point;
  /** The BLS signature of `possessionHash` for this chain, registry, operator and key. */
  proofOfPossession: G2Point;
  /** Stake, which is also the voting power, in the stake token’s base units. */
  stake: bigint;
  /** Who gets the fees. @default the operator */
  rewardsReceiver?: Address | undefined;
  /** Base URL of the node’s public API. */
  endpoint: string;
};

export type RegisterOperatorReturnType = {
  receipt: TransactionReceipt;
  endpointReceipt: TransactionReceipt;
};

/**
 * Registers the account as an operator: approves and deposits the stake, proves possession of the key, publishes the
 * endpoint. It votes from the next epoch on (`applyChanges`).
 *
 * @throws {ContractRevertedError}
 */
export async function registerOperator(
  client: WriteClient,
  parameters: RegisterOperatorParameters,
): Promise<RegisterOperatorReturnType> {
  const { key, proofOfPossession, stake, endpoint, rewardsReceiver, ...options } = parameters;
  const { avsGovernance } = client.deployment.contracts;
  const stakeToken = await read('read the stake token', () =>
    client.publicClient.readContract({
      address: avsGovernance,
      abi: avsGovernanceAbi,
      functionName: 'stakeToken',
    }),
  );
  await approve(client, { ...options, token: stakeToken, spender: avsGovernance, amount: stake });
  const receipt = await transact(client, {
    ...options,
    to: avsGovernance,
    data: encodeFunctionData({
      abi: avsGovernanceAbi,
      functionName: 'registerOperator',
      args: [key, proofOfPossession, stake, rewardsReceiver ?? client.walletClient.account.address],
    }),
    action: 'register as an operator',
    gasReserve: QUEUED_CHANGES_GAS,
  });
  const { receipt: endpointReceipt } = await setEndpoint(client, { ...options, endpoint });
  return { receipt, endpointReceipt };
}
