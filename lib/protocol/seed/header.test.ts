import { createPublicClient, createTestClient, keccak256, size } from 'viem';
import { describe, expect, test } from 'vitest';
import { useTestChain } from '../../../test/chain.ts';
import { BlockHeaderMismatchError, PendingBlockHeaderError, encodeBlockHeader } from './header.ts';
import { localTransport } from '#devnet/chain/transport.ts';

const chain = useTestChain();

async function mineBlock() {
  const transport = localTransport(chain().rpcUrl);
  await createTestClient({ mode: 'anvil', transport }).mine({ blocks: 1 });
  return createPublicClient({ transport }).getBlock();
}

describe('encodeBlockHeader', () => {
  test('default: a header of Prague hashes to the block’s hash', async () => {
    const block = await mineBlock();
    const header = encodeBlockHeader(block);
    expect(keccak256(header)).toBe(block.hash);
    expect(size(header)).toBeGreaterThan(500);
  });

  test('behavior: an altered field is noticed', async () => {
    const block = await mineBlock();
    expect(() => encodeBlockHeader({ ...block, mixHash: block.parentHash })).toThrow(
      BlockHeaderMismatchError,
    );
  });

  test('behavior: a missing field is noticed', async () => {
    const block = await mineBlock();
    expect(() => encodeBlockHeader({ ...block, requestsHash: undefined })).toThrow(BlockHeaderMismatchError);
  });

  test('behavior: a pending block is refused', async () => {
    const block = await mineBlock();
    expect(() => encodeBlockHeader({ ...block, hash: null })).toThrow(PendingBlockHeaderError);
  });

  test('behavior: the genesis block, whose number is the empty string in RLP', async () => {
    const client = createPublicClient({ transport: localTransport(chain().rpcUrl) });
    const genesis = await client.getBlock({ blockNumber: 0n });
    expect(keccak256(encodeBlockHeader(genesis))).toBe(genesis.hash);
  });
});
