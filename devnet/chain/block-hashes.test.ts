import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Address, type Hex, concat, createPublicClient, createTestClient, toHex } from 'viem';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localTransport } from './transport.ts';
import { startChain } from '../chain.ts';

const BLOCK_NUMBER_BYTES = 4;
const ANYWHERE: Address = '0x00000000000000000000000000000000000000aa';
/** How far back BLOCKHASH looks, and some more. */
const BLOCKS = 300;

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'zarathustra-chain-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

test('a chain that is started again knows the hashes of its blocks, and loses none of them', async () => {
  const first = await startChain({ dataDirectory: directory });
  const testClient = createTestClient({ mode: 'anvil', transport: localTransport(first.rpcUrl) });
  await testClient.mine({ blocks: BLOCKS });
  const head = await createPublicClient({ transport: localTransport(first.rpcUrl) }).getBlock();
  await first.stop();

  const second = await startChain({ dataDirectory: directory });
  try {
    const client = createPublicClient({ transport: localTransport(second.rpcUrl), cacheTime: 0 });
    expect((await client.getBlock()).hash).toBe(head.hash);
    for (const depth of [1n, 2n, 100n, 255n]) {
      const blockNumber = head.number - depth;
      const { data } = await client.call({
        to: ANYWHERE,
        stateOverride: [{ address: ANYWHERE, code: blockHashProgram(blockNumber) }],
      });
      expect(data).toBe((await client.getBlock({ blockNumber })).hash);
    }
  } finally {
    await second.stop();
  }
});

/** PUSH4 number, BLOCKHASH, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN. */
function blockHashProgram(blockNumber: bigint): Hex {
  return concat(['0x63', toHex(blockNumber, { size: BLOCK_NUMBER_BYTES }), '0x405f5260205ff3']);
}
