import type { ContractFunctionReturnType } from 'viem';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { read } from '../chain/read.ts';
import type { ReadClient } from '../client.ts';

export type GetTaskDefinitionParameters = { taskDefinitionId: number };

/** What tasks are evaluated by: runtime, budget, windows in blocks, bounds. Never changes, but for `enabled`. */
export type GetTaskDefinitionReturnType = ContractFunctionReturnType<
  typeof attestationCenterAbi,
  'view',
  'getTaskDefinition'
>;

/** A task definition of the attestation center. @throws {ContractRevertedError} `UnknownTaskDefinition` */
export async function getTaskDefinition(
  client: ReadClient,
  { taskDefinitionId }: GetTaskDefinitionParameters,
): Promise<GetTaskDefinitionReturnType> {
  return read(`read the task definition ${taskDefinitionId}`, () =>
    client.publicClient.readContract({
      address: client.deployment.contracts.attestationCenter,
      abi: attestationCenterAbi,
      functionName: 'getTaskDefinition',
      args: [taskDefinitionId],
    }),
  );
}
