import { type Abi, type Address, parseAbi } from 'viem';
import type { Deployer } from './deployer.ts';
import { ROLES } from './roles.ts';

type Contract = { address: Address; abi: Abi };

const accessControlAbi = parseAbi([
  'function grantRole(bytes32 role, address account)',
  'function renounceRole(bytes32 role, address account)',
]);

/** The timelock gets what the deployer has; the council may pause at once, and keeps the allowlist. */
export async function handOverRoles(
  deployer: Deployer,
  parameters: {
    contracts: readonly Contract[];
    pausable: readonly Contract[];
    allowlist: Contract;
    deployer: Address;
    timelock: Address;
    council: Address;
  },
): Promise<void> {
  const { contracts, pausable, allowlist, timelock, council } = parameters;
  const call = (
    functionName: 'grantRole' | 'renounceRole',
    { address }: Contract,
    role: keyof typeof ROLES,
    account: Address,
  ) => deployer.call({ address, abi: accessControlAbi, functionName, args: [ROLES[role], account] });

  for (const contract of contracts) {
    await call('grantRole', contract, 'admin', timelock);
    await call('grantRole', contract, 'governor', timelock);
  }
  for (const contract of pausable) await call('grantRole', contract, 'pauser', council);
  if (council !== parameters.deployer) {
    await call('grantRole', allowlist, 'allowlister', council);
    await call('renounceRole', allowlist, 'allowlister', parameters.deployer);
  }
  // Nothing is given up before all is given.
  await deployer.settle();
  for (const contract of contracts) {
    await call('renounceRole', contract, 'governor', parameters.deployer);
    await call('renounceRole', contract, 'admin', parameters.deployer);
  }
  await deployer.settle();
}
