import {
  type Abi,
  type Account,
  type Address,
  type Chain,
  type ContractConstructorArgs,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type Hash,
  type Hex,
  type PublicClient,
  type TransactionReceipt,
  type Transport,
  type WalletClient,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
} from 'viem';
import { DeploymentTransactionError } from './errors.ts';

export type DeployerWallet = WalletClient<Transport, Chain | undefined, Account>;

/** One transaction of a deployment, mined. */
export type DeploymentStep = { step: string; hash: Hash; blockNumber: bigint; gasUsed: bigint };

/**
 * Sends the transactions of a deployment with consecutive nonces, so that all that do not depend on each other share a
 * block; `settle` waits for what was sent.
 */
export type Deployer = {
  /** Sends a contract's creation. @returns The address that it will have. */
  deploy<const abi extends Abi>(parameters: {
    name: string;
    abi: abi;
    bytecode: Hex;
    args: ContractConstructorArgs<abi> & readonly unknown[];
  }): Promise<Address>;
  /** Sends a call; what it depends on must have been settled. */
  call<const abi extends Abi, name extends ContractFunctionName<abi, 'nonpayable'>>(parameters: {
    address: Address;
    abi: abi;
    functionName: name;
    args: ContractFunctionArgs<abi, 'nonpayable', name> & readonly unknown[];
  }): Promise<void>;
  /** Waits until everything sent is mined. @throws {DeploymentTransactionError} */
  settle(): Promise<TransactionReceipt[]>;
};

export async function createDeployer({
  walletClient,
  publicClient,
  onProgress,
}: {
  walletClient: DeployerWallet;
  publicClient: PublicClient;
  onProgress?: ((step: DeploymentStep) => void) | undefined;
}): Promise<Deployer> {
  const from = walletClient.account.address;
  let nonce = await publicClient.getTransactionCount({ address: from, blockTag: 'pending' });
  let sent: { step: string; hash: Hash }[] = [];

  async function send(step: string, transaction: { to?: Address; data: Hex }): Promise<number> {
    const used = nonce;
    const hash = await walletClient.sendTransaction({ ...transaction, chain: null, nonce: used });
    nonce += 1;
    sent.push({ step, hash });
    return used;
  }

  return {
    async deploy({ name, abi, bytecode, args }) {
      // The call is typed by the caller's ABI; encoding it needs no more than that it is one.
      const data = encodeDeployData<Abi>({ abi, bytecode, args });
      const used = await send(`deploy ${name}`, { data });
      return getContractAddress({ from, nonce: BigInt(used) });
    },
    async call({ address, abi, functionName, args }) {
      const data = encodeFunctionData<Abi, string>({ abi, functionName, args });
      await send(functionName, { to: address, data });
    },
    async settle() {
      const receipts: TransactionReceipt[] = [];
      for (const { step, hash } of sent) {
        const receipt = await publicClient.waitForTransactionReceipt({ hash });
        if (receipt.status !== 'success') throw new DeploymentTransactionError({ step, hash });
        onProgress?.({ step, hash, blockNumber: receipt.blockNumber, gasUsed: receipt.gasUsed });
        receipts.push(receipt);
      }
      sent = [];
      return receipts;
    },
  };
}
