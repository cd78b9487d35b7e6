import { type Address, type Hex, type PublicClient, getAddress, isAddressEqual, zeroAddress } from 'viem';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import { avsLogicAbi } from '#protocol/abi/avsLogic.ts';
import { directMessageHandlerAbi } from '#protocol/abi/directMessageHandler.ts';
import { governanceTimelockAbi } from '#protocol/abi/governanceTimelock.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import { slasherAbi } from '#protocol/abi/slasher.ts';
import type { Deployment } from '#protocol/deployment.ts';
import type { Finding } from './finding.ts';
import { ROLES, type Role, readRoleHolders } from './roles.ts';

export type CheckDeploymentParameters = {
  publicClient: PublicClient;
  deployment: Deployment;
  /** Who must propose, pause and keep the allowlist; whoever does is only reported without it. */
  council?: Address | undefined;
};

/**
 * Whether a deployment is as it was meant, at any time after it: the contracts know each other, the timelock has their
 * roles and nobody else does.
 */
export async function checkDeployment(parameters: CheckDeploymentParameters): Promise<Finding[]> {
  const findings = [...(await checkLinks(parameters)), ...(await checkRoles(parameters))];
  return [...findings, await checkDelay(parameters)];
}

async function checkLinks({ publicClient, deployment }: CheckDeploymentParameters): Promise<Finding[]> {
  const { contracts } = deployment;
  const submission = { address: contracts.modelSubmission, abi: modelSubmissionAbi } as const;
  const center = { address: contracts.attestationCenter, abi: attestationCenterAbi } as const;
  const registry = { address: contracts.operatorRegistry, abi: operatorRegistryAbi } as const;
  const logic = { address: contracts.avsLogic, abi: avsLogicAbi } as const;
  const governance = { address: contracts.avsGovernance, abi: avsGovernanceAbi } as const;
  const handler = { address: contracts.messageHandler, abi: directMessageHandlerAbi } as const;
  const slasher = { address: contracts.slasher, abi: slasherAbi } as const;
  const links: [string, Promise<Address>, Address][] = [
    [
      'modelSubmission → attestationCenter',
      publicClient.readContract({ ...submission, functionName: 'attestationCenter' }),
      contracts.attestationCenter,
    ],
    [
      'attestationCenter → modelSubmission',
      publicClient.readContract({ ...center, functionName: 'modelSubmission' }),
      contracts.modelSubmission,
    ],
    [
      'attestationCenter → operatorRegistry',
      publicClient.readContract({ ...center, functionName: 'operatorRegistry' }),
      contracts.operatorRegistry,
    ],
    [
      'attestationCenter → avsLogic',
      publicClient.readContract({ ...center, functionName: 'avsLogic' }),
      contracts.avsLogic,
    ],
    [
      'attestationCenter → avsGovernance',
      publicClient.readContract({ ...center, functionName: 'avsGovernance' }),
      contracts.avsGovernance,
    ],
    [
      'operatorRegistry → attestationCenter',
      publicClient.readContract({ ...registry, functionName: 'attestationCenter' }),
      contracts.attestationCenter,
    ],
    [
      'operatorRegistry → messageHandler',
      publicClient.readContract({ ...registry, functionName: 'messageHandler' }),
      contracts.messageHandler,
    ],
    [
      'avsLogic → attestationCenter',
      publicClient.readContract({ ...logic, functionName: 'attestationCenter' }),
      contracts.attestationCenter,
    ],
    [
      'avsLogic → modelSubmission',
      publicClient.readContract({ ...logic, functionName: 'modelSubmission' }),
      contracts.modelSubmission,
    ],
    [
      'avsGovernance → messageHandler',
      publicClient.readContract({ ...governance, functionName: 'messageHandler' }),
      contracts.messageHandler,
    ],
    [
      'avsGovernance → slasher',
      publicClient.readContract({ ...governance, functionName: 'slasher' }),
      contracts.slasher,
    ],
    [
      'avsGovernance → stakeToken',
      publicClient.readContract({ ...governance, functionName: 'stakeToken' }),
      contracts.stakeToken,
    ],
    [
      'messageHandler → avsGovernance',
      publicClient.readContract({ ...handler, functionName: 'avsGovernance' }),
      contracts.avsGovernance,
    ],
    [
      'messageHandler → operatorRegistry',
      publicClient.readContract({ ...handler, functionName: 'operatorRegistry' }),
      contracts.operatorRegistry,
    ],
    [
      'slasher → avsGovernance',
      publicClient.readContract({ ...slasher, functionName: 'avsGovernance' }),
      contracts.avsGovernance,
    ],
    [
      'slasher → attestationCenter',
      publicClient.readContract({ ...slasher, functionName: 'attestationCenter' }),
      contracts.attestationCenter,
    ],
  ];
  return Promise.all(
    links.map(async ([check, reading, expected]): Promise<Finding> => {
      const actual = await reading;
      return isAddressEqual(actual, expected)
        ? { check, status: 'holds', detail: actual }
        : { check, status: 'fails', detail: `${actual} instead of ${expected}` };
    }),
  );
}

async function checkRoles(parameters: CheckDeploymentParameters): Promise<Finding[]> {
  const { publicClient, deployment, council } = parameters;
  const { contracts, startBlock } = deployment;
  const timelock = [contracts.timelock];
  const councils = council === undefined ? undefined : [council];
  type Expected = { contract: keyof typeof contracts; role: Role; accounts: readonly Address[] | undefined };
  const governed = ['modelSubmission', 'attestationCenter', 'operatorRegistry', 'avsGovernance'] as const;
  const expected: Expected[] = [
    ...governed.flatMap((contract): Expected[] => [
      { contract, role: 'admin', accounts: timelock },
      { contract, role: 'governor', accounts: timelock },
    ]),
    { contract: 'modelSubmission', role: 'pauser', accounts: councils },
    { contract: 'avsGovernance', role: 'pauser', accounts: councils },
    { contract: 'avsGovernance', role: 'allowlister', accounts: councils },
    { contract: 'timelock', role: 'admin', accounts: timelock },
    { contract: 'timelock', role: 'proposer', accounts: councils },
    { contract: 'timelock', role: 'canceller', accounts: councils },
    // Anyone may execute what has waited.
    { contract: 'timelock', role: 'executor', accounts: [zeroAddress] },
  ];
  const holders = new Map(
    await Promise.all(
      [...governed, 'timelock' as const].map(
        async (contract) =>
          [
            contract,
            await readRoleHolders({ publicClient, address: contracts[contract], startBlock }),
          ] as const,
      ),
    ),
  );
  return expected.map(({ contract, role, accounts }) =>
    judgeHolders({
      check: `${contract}: ${role}`,
      actual: [...(new Map<string, Map<Hex, Set<Address>>>(holders).get(contract)?.get(ROLES[role]) ?? [])],
      expected: accounts,
    }),
  );
}

function judgeHolders(parameters: {
  check: string;
  actual: readonly Address[];
  expected: readonly Address[] | undefined;
}): Finding {
  const { check, actual, expected } = parameters;
  const held = actual.join(', ') || 'nobody';
  if (expected === undefined)
    return { check, status: 'unknown', detail: `${held}; name the council to check it` };
  const wanted = expected.map((account) => getAddress(account));
  const isSame = actual.length === wanted.length && wanted.every((account) => actual.includes(account));
  return isSame
    ? { check, status: 'holds', detail: held }
    : { check, status: 'fails', detail: `${held} instead of ${wanted.join(', ')}` };
}

async function checkDelay({ publicClient, deployment }: CheckDeploymentParameters): Promise<Finding> {
  const delay = await publicClient.readContract({
    address: deployment.contracts.timelock,
    abi: governanceTimelockAbi,
    functionName: 'getMinDelay',
  });
  return {
    check: 'timelock: delay',
    status: delay === 0n ? 'unknown' : 'holds',
    detail: delay === 0n ? '0 seconds, which is for a local chain only' : `${delay} seconds`,
  };
}
