import { type TransactionReceipt, encodeFunctionData } from 'viem';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import type { WriteClient } from '../client.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';
import { QUEUED_CHANGES_GAS } from './queued-changes-gas.ts';

export type RequestDeregistrationReturnType = { receipt: TransactionReceipt };

/**
 * Leaves the operator set at the next epoch. The stake stays slashable until it can be withdrawn.
 *
 * @throws {ContractRevertedError} `UnexpectedOperatorStatus` when the account does not operate.
 */
export async function requestDeregistration(
  client: WriteClient,
  options: TransactionOptions = {},
): Promise<RequestDeregistrationReturnType> {
  const receipt = await transact(client, {
    ...options,
    to: client.deployment.contracts.avsGovernance,
    data: encodeFunctionData({ abi: avsGovernanceAbi, functionName: 'requestDeregistration' }),
    action: 'leave the operator set',
    gasReserve: QUEUED_CHANGES_GAS,
  });
  return { receipt };
}
