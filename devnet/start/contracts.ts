import { readFile } from 'node:fs/promises';
import type { Address, LocalAccount, PublicClient } from 'viem';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import { type Deployment, deploymentSchema } from '#protocol/deployment.ts';
import { deployContracts } from '../deployment/deploy.ts';
import type { DeployerWallet } from '../deployment/deployer.ts';
import { localParameters } from '../deployment/networks/local.ts';
import { ROLES } from '../deployment/roles.ts';
import { isSystemError } from '../ports.ts';
import { replaceFile } from './data-directory.ts';

/** The contracts of this marketplace, and what it took to deploy them now. */
export type ProvidedContracts = {
  deployment: Deployment;
  /** Absent: they were there. */
  deployed: { block: bigint; gas: bigint } | undefined;
};

/**
 * The contracts that the kept file names, if this chain has them; else they are deployed and the file is written.
 *
 * @param parameters.forgetEarlier Removes what belongs to contracts that are gone. It runs before the new ones are
 * written down, so that nothing of the old ones can outlive a kill.
 */
export async function provideContracts(parameters: {
  file: string;
  publicClient: PublicClient;
  governor: DeployerWallet;
  treasury: LocalAccount;
  forgetEarlier: () => Promise<void>;
}): Promise<ProvidedContracts> {
  const { file, publicClient, governor, treasury, forgetEarlier } = parameters;
  const kept = await readKept(file);
  if (kept && (await isComplete(publicClient, kept, governor.account.address)))
    return { deployment: kept, deployed: undefined };
  await forgetEarlier();
  const deployed = { block: 0n, gas: 0n };
  const deployment = await deployContracts({
    walletClient: governor,
    publicClient,
    parameters: localParameters({ treasury: treasury.address }),
    onProgress: ({ blockNumber, gasUsed }) => {
      deployed.block = blockNumber;
      deployed.gas += gasUsed;
    },
  });
  await replaceFile(file, `${JSON.stringify(deployment, null, 2)}\n`);
  return { deployment, deployed };
}

async function readKept(file: string): Promise<Deployment | undefined> {
  try {
    return deploymentSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

/** A chain that was killed may have lost its last blocks; giving up the deployer's last role comes last of all. */
async function isComplete(
  publicClient: PublicClient,
  deployment: Deployment,
  deployer: Address,
): Promise<boolean> {
  const { avsGovernance } = deployment.contracts;
  if ((await publicClient.getCode({ address: avsGovernance })) === undefined) return false;
  const isAdmin = await publicClient.readContract({
    address: avsGovernance,
    abi: avsGovernanceAbi,
    functionName: 'hasRole',
    args: [ROLES.admin, deployer],
  });
  return !isAdmin;
}
