import type { Address, PublicClient } from 'viem';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import { avsLogicAbi } from '#protocol/abi/avsLogic.ts';
import { directMessageHandlerAbi } from '#protocol/abi/directMessageHandler.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import { testTokenAbi } from '#protocol/abi/testToken.ts';
import type { Deployment } from '#protocol/deployment.ts';
import { readBytecode } from './bytecode.ts';
import { type Deployer, type DeployerWallet, type DeploymentStep, createDeployer } from './deployer.ts';
import type { DeploymentParameters, TokenParameters } from './parameters.ts';

export type DeployContractsParameters = {
  /** Signs everything, and becomes the holder of all roles. */
  walletClient: DeployerWallet;
  publicClient: PublicClient;
  parameters: DeploymentParameters;
  /** Called once a transaction, when it is mined. */
  onProgress?: (step: DeploymentStep) => void;
};

/**
 * Deploys and links all contracts, lists the token and adds the task definition. Needs no compiler; works on every
 * chain with the EVM of Prague.
 *
 * @throws {DeploymentTransactionError}
 */
export async function deployContracts({
  walletClient,
  publicClient,
  parameters,
  onProgress,
}: DeployContractsParameters): Promise<Deployment> {
  const admin = walletClient.account.address;
  const deployer = await createDeployer({ walletClient, publicClient, onProgress });
  const { governance, taskDefinition } = parameters;

  const token = await tokenAddress(deployer, 'token', parameters.token);
  const stakeToken = await tokenAddress(deployer, 'stake token', parameters.stakeToken);
  const taskCreation = await deployer.deploy({
    name: 'TaskCreation',
    abi: [],
    bytecode: await readBytecode('TaskCreation'),
    args: [],
  });
  const modelSubmission = await deployer.deploy({
    name: 'ModelSubmission',
    abi: modelSubmissionAbi,
    bytecode: await readBytecode('ModelSubmission', { TaskCreation: taskCreation }),
    args: [admin, parameters.treasury],
  });
  const operatorRegistry = await deployer.deploy({
    name: 'OperatorRegistry',
    abi: operatorRegistryAbi,
    bytecode: await readBytecode('OperatorRegistry'),
    args: [admin, parameters.epochBlocks],
  });
  const attestationCenter = await deployer.deploy({
    name: 'AttestationCenter',
    abi: attestationCenterAbi,
    bytecode: await readBytecode('AttestationCenter'),
    args: [admin, operatorRegistry, modelSubmission, parameters.minimumPower],
  });
  const avsLogic = await deployer.deploy({
    name: 'AvsLogic',
    abi: avsLogicAbi,
    bytecode: await readBytecode('AvsLogic'),
    args: [attestationCenter, modelSubmission],
  });
  const avsGovernance = await deployer.deploy({
    name: 'AvsGovernance',
    abi: avsGovernanceAbi,
    bytecode: await readBytecode('AvsGovernance'),
    args: [{ admin, stakeToken, operatorRegistry, ...governance }],
  });
  const messageHandler = await deployer.deploy({
    name: 'DirectMessageHandler',
    abi: directMessageHandlerAbi,
    bytecode: await readBytecode('DirectMessageHandler'),
    args: [avsGovernance, operatorRegistry],
  });
  const [first] = await deployer.settle();

  const center = { address: attestationCenter, abi: attestationCenterAbi } as const;
  const registry = { address: operatorRegistry, abi: operatorRegistryAbi } as const;
  const submission = { address: modelSubmission, abi: modelSubmissionAbi } as const;
  await deployer.call({ ...submission, functionName: 'setAttestationCenter', args: [attestationCenter] });
  await deployer.call({
    ...submission,
    functionName: 'setTokenTerms',
    args: [token, { listed: true, ...parameters.tokenTerms }],
  });
  await deployer.call({ ...registry, functionName: 'setAttestationCenter', args: [attestationCenter] });
  await deployer.call({ ...registry, functionName: 'setMessageHandler', args: [messageHandler] });
  await deployer.call({ ...center, functionName: 'setAvsLogic', args: [avsLogic] });
  await deployer.call({ ...center, functionName: 'setAvsGovernance', args: [avsGovernance] });
  await deployer.call({
    address: avsGovernance,
    abi: avsGovernanceAbi,
    functionName: 'setMessageHandler',
    args: [messageHandler],
  });
  await deployer.settle();

  await deployer.call({
    ...center,
    functionName: 'addTaskDefinition',
    args: [{ ...taskDefinition, avsLogic, enabled: true }],
  });
  await deployer.settle();

  return {
    chainId: await publicClient.getChainId(),
    startBlock: Number(first?.blockNumber ?? 0n),
    contracts: {
      modelSubmission,
      attestationCenter,
      operatorRegistry,
      avsLogic,
      avsGovernance,
      messageHandler,
      token,
      stakeToken,
    },
    taskDefinitionId: await publicClient.readContract({ ...center, functionName: 'taskDefinitionCount' }),
  };
}

async function tokenAddress(deployer: Deployer, name: string, token: TokenParameters): Promise<Address> {
  if ('address' in token) return token.address;
  return deployer.deploy({
    name,
    abi: testTokenAbi,
    bytecode: await readBytecode('TestToken'),
    args: [token.name, token.symbol],
  });
}
