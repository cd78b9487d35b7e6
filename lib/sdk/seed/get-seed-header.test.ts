import { createPublicClient, createTestClient, keccak256, zeroAddress } from 'viem';
import { describe, expect, test } from 'vitest';
import { localTransport } from '#devnet/chain/transport.ts';
import { submissionSeed } from '#protocol/verdict/messages.ts';
import { useTestChain } from '../../../test/chain.ts';
import type { ReadClient } from '../client.ts';
import { SeedBlockNotMinedError, getSeedHeader } from './get-seed-header.ts';

const chain = useTestChain();
const submissionId = 4_294_967_297n;

/** Only the address of model submission goes into a seed; no contract is asked. */
function readClient(): ReadClient {
  const contracts = {
    modelSubmission: zeroAddress,
    attestationCenter: zeroAddress,
    operatorRegistry: zeroAddress,
    avsLogic: zeroAddress,
    avsGovernance: zeroAddress,
    messageHandler: zeroAddress,
    slasher: zeroAddress,
    timelock: zeroAddress,
    token: zeroAddress,
    stakeToken: zeroAddress,
  };
  return {
    publicClient: createPublicClient({ transport: localTransport(chain().rpcUrl) }),
    deployment: { chainId: chain().chainId, startBlock: 0, contracts, taskDefinitionId: 1 },
  };
}

describe('getSeedHeader', () => {
  test('default: header and seed of a mined block', async () => {
    const client = readClient();
    await createTestClient({ mode: 'anvil', transport: localTransport(chain().rpcUrl) }).mine({ blocks: 1 });
    const block = await client.publicClient.getBlock();
    const { header, seed, blockHash } = await getSeedHeader(client, {
      submissionId,
      seedBlock: Number(block.number),
    });
    expect(keccak256(header)).toBe(block.hash);
    expect(blockHash).toBe(block.hash);
    expect(seed).toBe(
      submissionSeed({
        prevRandao: block.mixHash,
        chainId: chain().chainId,
        modelSubmission: zeroAddress,
        submissionId,
      }),
    );
  });

  test('error: a block that is not mined yet', async () => {
    await expect(getSeedHeader(readClient(), { submissionId, seedBlock: 1_000_000 })).rejects.toThrow(
      SeedBlockNotMinedError,
    );
  });
});
