import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Address, type Hex, type PublicClient, type WalletClient, encodeFunctionData } from 'viem';
import { z } from 'zod';

/** What `Batch.sol` offers. */
const batchAbi = [
  {
    type: 'function',
    name: 'run',
    stateMutability: 'nonpayable',
    inputs: [
      { name: 'target', type: 'address' },
      { name: 'calls', type: 'bytes[]' },
    ],
    outputs: [],
  },
] as const;

const SOURCE = new URL('./Batch.sol', import.meta.url);
/** Within a block of any local chain, and more than the calls of a batch take. */
const GAS = 16_000_000n;

const compiler = z.object({
  compile: z.custom<(input: string) => string>((value) => typeof value === 'function'),
});
const compiled = z.object({
  contracts: z.object({
    'Batch.sol': z.object({
      Batch: z.object({ evm: z.object({ bytecode: z.object({ object: z.string() }) }) }),
    }),
  }),
});

/** Makes many calls in one transaction. */
export type Batch = {
  /** Who calls. */
  address: Address;
  /**
   * Makes the calls in one transaction.
   *
   * @throws When one of them fails.
   */
  run(target: Address, calls: readonly Hex[]): Promise<void>;
};

/** Compiles `Batch.sol` and puts it on a chain that mines a block a transaction. */
export async function deployBatch(parameters: {
  publicClient: PublicClient;
  /** Of one account, which pays. */
  walletClient: WalletClient;
}): Promise<Batch> {
  const { publicClient, walletClient } = parameters;
  const { account } = walletClient;
  if (!account) throw new RangeError('somebody must pay for the batches');
  const send = async (transaction: { to?: Address; data: Hex }) => {
    const hash = await walletClient.sendTransaction({ ...transaction, account, chain: null, gas: GAS });
    const receipt = await publicClient.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success') throw new Error(`A batch failed: transaction ${hash}.`);
    return receipt;
  };
  const { contractAddress: address } = await send({ data: await compile() });
  if (!address) throw new Error('The batch contract was not created.');
  return {
    address,
    run: async (target, calls) => {
      await send({
        to: address,
        data: encodeFunctionData({ abi: batchAbi, functionName: 'run', args: [target, calls] }),
      });
    },
  };
}

async function compile(): Promise<Hex> {
  const { compile: run } = compiler.parse(createRequire(import.meta.url)('solc'));
  const output = run(
    JSON.stringify({
      language: 'Solidity',
      sources: { 'Batch.sol': { content: await readFile(SOURCE, 'utf8') } },
      settings: { evmVersion: 'prague', outputSelection: { '*': { Batch: ['evm.bytecode.object'] } } },
    }),
  );
  return `0x${compiled.parse(JSON.parse(output)).contracts['Batch.sol'].Batch.evm.bytecode.object}`;
}
