import { type TransactionReceipt, encodeFunctionData } from 'viem';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import type { WriteClient } from '../client.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';

export type ApplyChangesParameters = TransactionOptions & {
  /** The most changes to apply in one transaction. @default 16 */
  limit?: number | undefined;
};

export type ApplyChangesReturnType = { receipt: TransactionReceipt };

const DEFAULT_LIMIT = 16;

/** Applies the queued changes of the operator set whose epoch has begun; anyone may. @throws {ContractRevertedError} */
export async function applyChanges(
  client: WriteClient,
  parameters: ApplyChangesParameters = {},
): Promise<ApplyChangesReturnType> {
  const { limit = DEFAULT_LIMIT, ...options } = parameters;
  const receipt = await transact(client, {
    ...options,
    to: client.deployment.contracts.operatorRegistry,
    data: encodeFunctionData({
      abi: operatorRegistryAbi,
      functionName: 'applyChanges',
      args: [BigInt(limit)],
    }),
    action: 'apply the changes of the operator set',
  });
  return { receipt };
}
