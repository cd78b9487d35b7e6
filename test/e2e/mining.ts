import { createTestClient, http } from 'viem';
import { foundry } from 'viem/chains';

const BLOCK_TIME_SECONDS = 1;

/**
 * Nothing is mined any more on a local chain (anvil) that mines a block every second.
 *
 * @returns Lets it go on.
 */
export async function holdMining(rpcUrl: string): Promise<() => Promise<void>> {
  const chain = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl) });
  await chain.setIntervalMining({ interval: 0 });
  return () => chain.setIntervalMining({ interval: BLOCK_TIME_SECONDS });
}
