import { type TransactionReceipt, encodeFunctionData } from 'viem';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import type { WriteClient } from '../client.ts';
import { type TransactionOptions, transact } from '../transaction/transact.ts';

export type SetEndpointParameters = TransactionOptions & {
  /** Base URL of the node’s public API: gateway, uploads, attestations. */
  endpoint: string;
};

export type SetEndpointReturnType = { receipt: TransactionReceipt };

/** Publishes where an operator’s node is reached. @throws {ContractRevertedError} */
export async function setEndpoint(
  client: WriteClient,
  parameters: SetEndpointParameters,
): Promise<SetEndpointReturnType> {
  const { endpoint, ...options } = parameters;
  const receipt = await transact(client, {
    ...options,
    to: client.deployment.contracts.operatorRegistry,
    data: encodeFunctionData({ abi: operatorRegistryAbi, functionName: 'setEndpoint', args: [endpoint] }),
    action: 'publish the endpoint',
  });
  return { receipt };
}
