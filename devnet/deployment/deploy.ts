import { type Address, type PublicClient, zeroAddress } from 'viem';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import { avsLogicAbi } from '#protocol/abi/avsLogic.ts';
import { directMessageHandlerAbi } from '#protocol/abi/directMessageHandler.ts';
import { governanceTimelockAbi } from '#protocol/abi/governanceTimelock.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import { slasherAbi } from '#protocol/abi/slasher.ts';
import { testTokenAbi } from '#protocol/abi/testToken.ts';
import type { Deployment } from '#protocol/deployment.ts';
import { readBytecode } from './bytecode.ts';
import { type ChainCheckName, checkChain } from './chain-check/check-chain.ts';
import { type Deployer, type DeployerWallet, type DeploymentStep, createDeployer } from './deployer.ts';
import { UnsuitableChainError } from './errors.ts';
import { handOverRoles } from './hand-over-roles.ts';
import type { DeploymentParameters, TokenParameters } from './parameters.ts';

export type DeployContractsParameters = {
  /** Signs everything. It holds all roles until the end, and none from then on. */
  walletClient: DeployerWallet;
  publicClient: PublicClient;
  parameters: DeploymentParameters;
  /** Called once a transaction, when it is mined. */
  onProgress?: (step: DeploymentStep) => void;
};

/**
 * Checks the chain, deploys and links all contracts, lists the token, adds the task definition, and hands all roles to
 * the timelock and its council. Needs no compiler; works on every chain with the EVM of Prague.
 *
 * @throws {UnsuitableChainError} when the chain lacks something whose risk the parameters do not accept.
 * @throws {DeploymentTransactionError}
 */
export async function deployContracts({
  walletClient,
  publicClient,
  parameters,
  onProgress,
}: DeployContractsParameters): Promise<Deployment> {
  await requireSuitableChain(publicClient, parameters.acceptedRisks);
  const admin = walletClient.account.address;
  const council = parameters.council ?? admin;
  const deployer = await createDeployer({ walletClient, publicClient, onProgress });
  const { governance, slashing, taskDefinition } = parameters;

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
    args: [{ admin, stakeToken, ...governance }],
  });
  const messageHandler = await deployer.deploy({
    name: 'DirectMessageHandler',
    abi: directMessageHandlerAbi,
    bytecode: await readBytecode('DirectMessageHandler'),
    args: [avsGovernance, operatorRegistry],
  });
  const slasher = await deployer.deploy({
    name: 'Slasher',
    abi: slasherAbi,
    bytecode: await readBytecode('Slasher'),
    args: [
      avsGovernance,
      attestationCenter,
      slashing.equivocationBps,
      slashing.contradictingClaimBps,
      slashing.reporterBps,
    ],
  });
  const timelock = await deployer.deploy({
    name: 'GovernanceTimelock',
    abi: governanceTimelockAbi,
    bytecode: await readBytecode('GovernanceTimelock'),
    // What has waited may be executed by anyone: nothing that was decided hangs on one account.
    args: [BigInt(parameters.timelockDelaySeconds), [council], [zeroAddress]],
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
  const stakes = { address: avsGovernance, abi: avsGovernanceAbi } as const;
  await deployer.call({ ...stakes, functionName: 'setMessageHandler', args: [messageHandler] });
  await deployer.call({ ...stakes, functionName: 'setSlasher', args: [slasher] });
  await deployer.settle();

  await deployer.call({
    ...center,
    functionName: 'addTaskDefinition',
    args: [{ ...taskDefinition, avsLogic, enabled: true }],
  });
  await deployer.settle();
  await handOverRoles(deployer, {
    contracts: [submission, center, registry, stakes],
    pausable: [submission, stakes],
    allowlist: stakes,
    deployer: admin,
    timelock,
    council,
  });

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
      slasher,
      timelock,
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

async function requireSuitableChain(
  publicClient: PublicClient,
  acceptedRisks: readonly ChainCheckName[],
): Promise<void> {
  const findings = await checkChain(publicClient);
  const reasons = findings.filter(
    ({ status, check }) => status === 'fails' && !acceptedRisks.includes(check),
  );
  if (reasons.length > 0) throw new UnsuitableChainError({ reasons });
}
