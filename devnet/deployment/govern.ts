import {
  type Address,
  type Hex,
  type PublicClient,
  type TransactionReceipt,
  encodeFunctionData,
  keccak256,
  toHex,
  zeroHash,
} from 'viem';
import { governanceTimelockAbi } from '#protocol/abi/governanceTimelock.ts';
import type { DeployerWallet } from './deployer.ts';
import { DeploymentTransactionError } from './errors.ts';

export type GovernParameters = {
  /** A member of the council. */
  walletClient: DeployerWallet;
  publicClient: PublicClient;
  timelock: Address;
  /** What the timelock shall do. */
  call: { to: Address; data: Hex };
};

/**
 * Proposes a call to the timelock and executes it at once, which a local chain's timelock without a delay allows.
 *
 * @throws {DeploymentTransactionError}
 */
export async function govern(parameters: GovernParameters): Promise<TransactionReceipt> {
  const { walletClient, publicClient, timelock, call } = parameters;
  // The same call can be wanted twice.
  const salt = keccak256(toHex(await publicClient.getBlockNumber({ cacheTime: 0 })));
  const operation = [call.to, 0n, call.data, zeroHash, salt] as const;
  const send = async (step: string, data: Hex) => {
    const hash = await walletClient.sendTransaction({ to: timelock, data, chain: null });
    const receipt = await publicClient.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success') throw new DeploymentTransactionError({ step, hash });
    return receipt;
  };
  await send(
    'propose to the timelock',
    encodeFunctionData({ abi: governanceTimelockAbi, functionName: 'schedule', args: [...operation, 0n] }),
  );
  return send(
    'execute through the timelock',
    encodeFunctionData({ abi: governanceTimelockAbi, functionName: 'execute', args: operation }),
  );
}
