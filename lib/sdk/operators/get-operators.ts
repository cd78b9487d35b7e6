import type { Address } from 'viem';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import type { G1Point } from '#protocol/verdict/points.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';

/** An operator of the applied set. */
export type Operator = {
  operator: Address;
  /** Voting power: its stake in base units. */
  power: bigint;
  /** Where it stands in the set; performers are elected by index. */
  index: number;
  key: G1Point;
  /** Base URL of its public API; empty when it published none. */
  endpoint: string;
};

export type GetOperatorsReturnType = readonly Operator[];

/** The applied operator set, in the order of its indices. */
export async function getOperators(client: ReadClient): Promise<GetOperatorsReturnType> {
  return read('read the operators', () =>
    client.publicClient.readContract({
      address: client.deployment.contracts.operatorRegistry,
      abi: operatorRegistryAbi,
      functionName: 'getOperators',
    }),
  );
}
