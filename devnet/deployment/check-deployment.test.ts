import { createPublicClient, createWalletClient, encodeFunctionData } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import type { Deployment } from '#protocol/deployment.ts';
import { localTransport } from '../chain/transport.ts';
import { localAccounts } from '../accounts.ts';
import { type LocalChain, startChain } from '../chain.ts';
import { checkDeployment } from './check-deployment.ts';
import { deployContracts } from './deploy.ts';
import type { Finding } from './finding.ts';
import { govern } from './govern.ts';
import { localParameters } from './networks/local.ts';
import { ROLES } from './roles.ts';

const { governor, treasury, optimizers, operators } = localAccounts();
const [stranger = treasury] = optimizers;
const council = operators[0]?.account ?? treasury;

let chain: LocalChain;
let deployment: Deployment;

const transport = () => localTransport(chain.rpcUrl);
const clientOf = () => createPublicClient({ transport: transport(), pollingInterval: 20, cacheTime: 0 });
const walletOf = (account: typeof governor) => createWalletClient({ account, transport: transport() });

const failures = (findings: readonly Finding[]) =>
  findings.filter(({ status }) => status === 'fails').map(({ check, detail }) => `${check}: ${detail}`);

beforeAll(async () => {
  chain = await startChain();
  deployment = await deployContracts({
    walletClient: walletOf(governor),
    publicClient: clientOf(),
    parameters: { ...localParameters({ treasury: treasury.address }), council: council.address },
  });
});
afterAll(async () => {
  await chain.stop();
});

describe('checkDeployment', () => {
  test('default: the timelock has all roles, the deployer none, and the contracts know each other', async () => {
    const findings = await checkDeployment({
      publicClient: clientOf(),
      deployment,
      council: council.address,
    });
    expect(failures(findings)).toEqual([]);
    const holders = new Map(findings.map(({ check, detail }) => [check, detail]));
    for (const contract of ['modelSubmission', 'attestationCenter', 'operatorRegistry', 'avsGovernance']) {
      expect(holders.get(`${contract}: admin`)).toBe(deployment.contracts.timelock);
      expect(holders.get(`${contract}: governor`)).toBe(deployment.contracts.timelock);
    }
    expect(holders.get('avsGovernance: allowlister')).toBe(council.address);
    expect(holders.get('timelock: proposer')).toBe(council.address);
    expect(findings.filter(({ status }) => status === 'unknown').map(({ check }) => check)).toEqual([
      'timelock: delay',
    ]);
  });

  test('behavior: without a council it says who has its roles', async () => {
    const findings = await checkDeployment({ publicClient: clientOf(), deployment });
    expect(findings.find(({ check }) => check === 'modelSubmission: pauser')).toEqual({
      check: 'modelSubmission: pauser',
      status: 'unknown',
      detail: `${council.address}; name the council to check it`,
    });
  });

  test('behavior: the deployer can change nothing any more, the council can through the timelock', async () => {
    const call = {
      to: deployment.contracts.modelSubmission,
      data: encodeFunctionData({
        abi: modelSubmissionAbi,
        functionName: 'setTreasury',
        args: [stranger.address],
      }),
    };
    await expect(clientOf().call({ ...call, account: governor })).rejects.toThrow();
    await govern({
      walletClient: walletOf(council),
      publicClient: clientOf(),
      timelock: deployment.contracts.timelock,
      call,
    });
    const changed = await clientOf().readContract({
      address: deployment.contracts.modelSubmission,
      abi: modelSubmissionAbi,
      functionName: 'treasury',
    });
    expect(changed).toBe(stranger.address);
  });

  test('behavior: a role that somebody else was given is found', async () => {
    await govern({
      walletClient: walletOf(council),
      publicClient: clientOf(),
      timelock: deployment.contracts.timelock,
      call: {
        to: deployment.contracts.modelSubmission,
        data: encodeFunctionData({
          abi: modelSubmissionAbi,
          functionName: 'grantRole',
          args: [ROLES.governor, stranger.address],
        }),
      },
    });
    const { timelock } = deployment.contracts;
    expect(
      failures(await checkDeployment({ publicClient: clientOf(), deployment, council: council.address })),
    ).toEqual([`modelSubmission: governor: ${timelock}, ${stranger.address} instead of ${timelock}`]);
  });

  test('behavior: contracts of another deployment are found', async () => {
    const other = await deployContracts({
      walletClient: walletOf(governor),
      publicClient: clientOf(),
      parameters: localParameters({ treasury: treasury.address }),
    });
    const mixed = {
      ...other,
      contracts: { ...other.contracts, slasher: deployment.contracts.slasher },
    };
    expect(
      failures(await checkDeployment({ publicClient: clientOf(), deployment: mixed })).map(
        (line) => line.split(':')[0],
      ),
    ).toEqual(['avsGovernance → slasher', 'slasher → avsGovernance', 'slasher → attestationCenter']);
  });
});
